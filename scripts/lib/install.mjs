// Brings node_modules in line with package-lock.json, and does nothing when it already is. It knows no package by name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, npm } from './run.mjs';

/** Runs `npm ci` where a locked package is missing or has another version. Throws when that fails. */
export async function ensureInstalled() {
  const problem = firstDifference(packagesIn('package-lock.json'), packagesIn('node_modules/.package-lock.json'));
  if (!problem) return;
  console.log(`Installing packages (${problem}).`);
  const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Error(`npm ci: exit code ${code}. Check that the npm registry can be reached, then try again.`);
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;
  } catch {
    return null;
  }
}

/**
 * Why what is installed is not what is locked, or null. Optional packages may be absent: most are for other systems.
 * Versions are compared, not file times, which a checkout or a copy changes.
 */
export function firstDifference(locked, installed) {
  if (!installed) return 'none are installed yet';
  for (const [path, { version, optional }] of Object.entries(locked)) {
    if (path === '' || (optional && !installed[path])) continue;
    if (installed[path]?.version !== version) return `${path.replace('node_modules/', '')} ${version} is missing`;
  }
  return null;
}
