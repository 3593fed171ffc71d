// Other people's programs, for tests that hold ours against them where they are installed.
import { spawnSync } from 'node:child_process';

/** The first Python that has all of these modules; null where none has. `python3` of the path comes before the system's own. */
export function pythonWith(...modules: string[]): string | null {
  return ['python3', '/usr/bin/python3'].find((python) => works(python, '-c', `import ${modules.join(', ')}`)) ?? null;
}

export function octaveHere(): string | null {
  return works('octave', '--version') ? 'octave' : null;
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** What the program writes. @throws what it says when it fails. */
export function output(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e8, timeout: 600_000 });
  if (status !== 0) throw new Error(`${command}: exit code ${status}\n${stdout}\n${stderr}`);
  return stdout;
}
