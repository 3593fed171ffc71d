// Starts other programs, in the repository, on every system. It knows no stage and no tool but npm.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Runs a program with its output shown; resolves to its exit code, or to null when it could not be started, was
 * killed, or took longer than `timeout` milliseconds.
 */
export function run(command, args, { env = process.env, shell = false, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: 'inherit', timeout });
    let stopped = false;
    const passOn = (signal) => {
      stopped = true;
      child.kill(signal);
    };
    process.on('SIGINT', passOn);
    process.on('SIGTERM', passOn);
    const finish = (code) => {
      process.off('SIGINT', passOn);
      process.off('SIGTERM', passOn);
      // Ctrl-C ends the whole run, not only the program that is running.
      if (stopped) process.exit(130);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      finish(null);
    });
    child.on('close', finish);
  });
}

/** Runs a JavaScript file of an installed package: `tool('vite', 'bin/vite.js', ['build'])`. */
export function tool(packageName, file, args, options) {
  return run(process.execPath, [join(ROOT, 'node_modules', packageName, file), ...args], options);
}

/** Runs npm: the one that started this script, else the one on the PATH (a .cmd file on Windows, hence a shell). */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** True when the program starts and ends well; nothing is shown. */
export function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0;
}
