// What `npm test` runs, in order. Each stage shows its own output and resolves to { passed, failed }. It knows no command line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAILED, PASSED, add, fromExitCode, fromPlaywright, fromReport, fromVitest } from './counts.mjs';
import { freePort } from './port.mjs';
import { tool } from './run.mjs';

// A runner that hangs must not hang the whole run for ever.
const LIMIT = 45 * 60_000;

const TSCONFIGS = ['engine', 'viz', 'app', 'node'];

/** @typedef {{ env: Record<string, string | undefined>, updatePictures: boolean, built: boolean }} Context */

/** `needs`: what must stand before the stage makes sense. `name` is what one writes after `npm test --`. */
export const STAGES = [
  { name: 'lint', title: 'Lint', needs: [], go: lint },
  { name: 'types', title: 'Types', needs: [], go: types },
  { name: 'unit', title: 'Unit tests', needs: [], go: (context) => vitest('unit', context) },
  { name: 'gpu', title: 'Engine tests on WebGPU', needs: ['chromium'], go: (context) => vitest('gpu', context) },
  { name: 'build', title: 'Production build', needs: [], go: build },
  { name: 'e2e', title: 'End to end, and pictures', needs: ['chromium', 'build'], go: playwright },
];

async function lint({ env }) {
  return fromExitCode(await tool('oxlint', 'bin/oxlint', [], { env }));
}

async function types({ env }) {
  let total = { passed: 0, failed: 0 };
  for (const name of TSCONFIGS) {
    const code = await tool('typescript', 'bin/tsc', ['-p', `tsconfig.${name}.json`], { env });
    console.log(`${code === 0 ? 'passed' : 'FAILED'}: tsconfig.${name}.json`);
    total = add(total, fromExitCode(code));
  }
  return total;
}

function vitest(project, { env }) {
  return withReport(async (file) => {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    return fromReport(file, fromVitest, await tool('vitest', 'vitest.mjs', args, { env, timeout: LIMIT }));
  });
}

async function build(context) {
  const code = await tool('vite', 'bin/vite.js', ['build'], { env: context.env });
  context.built = code === 0;
  return context.built ? PASSED : FAILED;
}

function playwright({ env, updatePictures }) {
  return withReport(async (file) => {
    const port = String(await freePort(4180, 'localhost'));
    const args = ['test', '--reporter=list,json', ...(updatePictures ? ['--update-snapshots=changed'] : [])];
    const e2eEnv = { ...env, E2E_PORT: port, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
    const code = await tool('@playwright/test', 'cli.js', args, { env: e2eEnv, timeout: LIMIT });
    return fromReport(file, fromPlaywright, code);
  });
}

async function withReport(make) {
  const folder = mkdtempSync(join(tmpdir(), 'jacobian-explorer-'));
  try {
    return await make(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
