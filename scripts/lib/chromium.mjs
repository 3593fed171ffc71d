// Finds a Chromium that has WebGPU, or installs one. It knows the order of the places to look in and trusts none unprobed.
import { existsSync } from 'node:fs';
import { probeChromium } from './probe.mjs';
import { systemChromiums } from './chromium-places.mjs';
import { run, tool, works } from './run.mjs';

const MINUTES = 60_000;

/**
 * The path of a Chromium that passed the probe. `CHROMIUM_PATH` is an order: when it is set, nothing else is tried.
 * Throws one line that says what to do when there is none.
 */
export async function findChromium({ say = console.log } = {}) {
  if (process.env.CHROMIUM_PATH) return fromEnvironment(process.env.CHROMIUM_PATH, say);
  for (const candidates of sources(say)) {
    const chosen = await firstThatWorks(await candidates(), say);
    if (chosen) return chosen;
  }
  throw new Error('Chromium: none with WebGPU was found or could be installed. Install Chrome or Chromium 113 or newer, or set CHROMIUM_PATH to one.');
}

async function fromEnvironment(path, say) {
  if (!existsSync(path)) throw new Error(`CHROMIUM_PATH: ${path} does not exist. Correct it, or unset it to let the tests look for a Chromium.`);
  const chosen = await firstThatWorks([path], say);
  if (!chosen) throw new Error(`CHROMIUM_PATH: ${path} does not run WebGPU. Point it at another Chromium, or unset it.`);
  return chosen;
}

/** In order of trust and cost; each is asked only when those before it gave nothing that works. */
function sources(say) {
  return [playwrightChromium, systemChromiums, () => playwrightInstall(say), () => aptInstall(say)];
}

async function firstThatWorks(paths, say) {
  for (const path of paths) {
    try {
      // A second try: on a busy machine one bad start must not set off an installation.
      const { adapter, version } = await probeChromium(path).catch(() => probeChromium(path));
      say(`Chromium ${version} at ${path}, WebGPU on ${adapter}`);
      return path;
    } catch (error) {
      say(`Chromium at ${path} is passed over: ${error.message.split('\n')[0]}`);
    }
  }
  return null;
}

async function playwrightChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? [path] : [];
}

// `--with-deps` calls apt-get through sudo, which would ask for a password; without that right the libraries must be there already.
async function playwrightInstall(say) {
  say('No Chromium with WebGPU yet: trying Playwright\'s own.');
  const deps = process.platform === 'linux' && elevation() ? ['--with-deps'] : [];
  await tool('@playwright/test', 'cli.js', ['install', ...deps, 'chromium'], { timeout: 10 * MINUTES });
  return playwrightChromium();
}

async function aptInstall(say) {
  const sudo = elevation();
  if (process.platform !== 'linux' || !sudo || !works('apt-get', ['--version'])) return [];
  say('Trying the system\'s packages: apt-get install chromium.');
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    return run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 10 * MINUTES });
  };
  await apt('update', '-q');
  await apt('install', '-y', '-q', '--no-install-recommends', 'chromium');
  return systemChromiums();
}

/** What to put before a command that needs root: nothing as root, sudo where it asks nothing, else null. */
function elevation() {
  if (process.getuid?.() === 0) return [];
  return works('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null;
}
