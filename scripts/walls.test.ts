// Breaks every wall between the rooms once, in a folder of its own, and expects the linter's own configuration to object.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './lib/run.mjs';

/** [file, its one line]. */
type Line = readonly [file: string, line: string];

const FORBIDDEN: readonly Line[] = [
  // app: of the engine only the interface, at every depth and however it is reached.
  ['src/app/a.ts', "import { x } from '../engine/index.ts';"],
  ['src/app/a.ts', "export { x } from '../engine/data/idx.ts';"],
  ['src/app/a.ts', "void import('../engine/session/session.ts');"],
  ['src/app/a.ts', "import type { x } from '../engine/model/network.ts';"],
  ['src/app/ui/a.tsx', "import { x } from '../../engine/index.ts';"],
  ['src/app/ui/a.tsx', "import { x } from '../../engine/worker.ts';"],
  ['src/app/ui/a.tsx', "import { x } from '../../../src/engine/index.ts';"],
  ['src/app/views/matrix/a.tsx', "import { x } from '../../../engine/index.ts';"],
  ['src/app/a.ts', "import '@tensorflow/tfjs-core';"],
  ['src/app/ui/a.test.ts', "import type { Tensor } from '@tensorflow/tfjs-core';"],
  // viz: d3, React and itself.
  ['src/viz/a.ts', "import { x } from '../engine/protocol.ts';"],
  ['src/viz/a.ts', "import type { x } from '../app/state/store.ts';"],
  ['src/viz/fixtures/a.ts', "import { x } from '../../engine/index.ts';"],
  ['src/viz/a.ts', "import { create } from 'zustand';"],
  ['src/viz/a.ts', "import '@tensorflow/tfjs-core';"],
  ['src/viz/a.ts', "import { Slider } from 'radix-ui';"],
  ['src/viz/a.ts', "import fs from 'node:fs';"],
  // engine: no page.
  ...['react', 'react-dom/client', 'd3', 'd3-array', '../app/main.tsx', '../viz/scale.ts'].map(
    (from): Line => ['src/engine/a.ts', `import x from '${from}';`],
  ),
  ['src/engine/session/a.ts', "import x from '../../app/main.tsx';"],
  ['src/engine/jacobian/a.test.ts', "import x from '../../viz/scale.ts';"],
  // engine: TensorFlow.js only in model and train.
  ...['.', 'session', 'jacobian', 'layers', 'gpu', 'testing', 'cli'].map(
    (room): Line => [`src/engine/${room}/a.ts`, "import * as tf from '@tensorflow/tfjs-core';"],
  ),
  // engine: upwards is forbidden.
  ...['jacobian', 'layers', 'gpu', 'model', 'data', 'export'].flatMap((room) =>
    ['../session.ts', '../session/session.ts', '../worker.ts', '../train/train.ts'].map(
      (from): Line => [`src/engine/${room}/a.ts`, `import x from '${from}';`],
    ),
  ),
  ['src/engine/train/a.ts', "import x from '../session/session.ts';"],
  ['src/engine/train/a.ts', "import x from '../worker.ts';"],
  ['src/engine/gpu/a.ts', "import x from '../jacobian/jacobian.ts';"],
  ['src/engine/gpu/a.ts', "import x from '../layers/layer.ts';"],
  ['src/engine/layers/a.ts', "import x from '../jacobian/jacobian.ts';"],
  ['src/engine/model/a.ts', "import x from '../jacobian/jacobian.ts';"],
  // data and export: pure.
  ...['data', 'export'].flatMap((room) =>
    ['../gpu/compute.ts', '../model/network.ts', '../index.ts', '@tensorflow/tfjs-core', 'comlink', 'node:fs'].map(
      (from): Line => [`src/engine/${room}/a.ts`, `import x from '${from}';`],
    ),
  ),
];

const ALLOWED: readonly Line[] = [
  ['src/app/a.ts', "import type { x } from '../engine/protocol.ts';"],
  ['src/app/ui/a.tsx', "import type { x } from '../../engine/protocol.ts';"],
  ['src/app/ui/a.tsx', "import { x } from '../engine/client.ts';"],
  ['src/app/views/matrix/a.tsx', "import { x } from '../../engine/errors.ts';"],
  ['src/app/views/matrix/a.tsx', "import type { x } from '../../../engine/protocol.ts';"],
  ['src/app/ui/a.tsx', "import { x } from '../../viz/scale.ts';"],
  ['src/app/a.ts', "export const w = new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module' });"],
  ['src/viz/a.ts', "import { scaleLinear } from 'd3';"],
  ['src/viz/a.ts', "import { useState } from 'react';"],
  ['src/viz/fixtures/a.ts', "import { x } from '../scale.ts';"],
  ['src/viz/a.test.ts', "import { x } from 'vitest';"],
  ['src/engine/train/a.ts', "import * as tf from '@tensorflow/tfjs-core';"],
  ['src/engine/model/a.ts', "import * as tf from '@tensorflow/tfjs-core';"],
  ['src/engine/a.ts', "import type { LayersModel } from '@tensorflow/tfjs-layers';"],
  ['src/engine/jacobian/a.test.ts', "import * as tf from '@tensorflow/tfjs-core';"],
  ['src/engine/session/a.ts', "import { x } from '../train/train.ts';"],
  ['src/engine/jacobian/a.ts', "import { x } from '../layers/layer.ts';"],
  ['src/engine/layers/a.ts', "import { x } from '../gpu/compute.ts';"],
  ['src/engine/data/a.ts', "import { x } from './idx.ts';"],
  ['src/engine/export/a.ts', "import type { x } from '../protocol.ts';"],
];

/** `src/app/a.ts` as `src/app/a3.ts`: every case has a file of its own in the folder that it is about. */
const fileOf = ([file]: Line, index: number) => file.replace('/./', '/').replace('/a.', `/a${index}.`);

let folder: string;
const objections = new Map<string, string>();

/** The linter once over all cases; type information is of no use to the walls. */
function lintAll(cases: readonly Line[]): void {
  copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  cases.forEach((line, index) => {
    const file = join(folder, fileOf(line, index));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${line[1]}\n`);
  });
  const linter = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [linter, '-f', 'json', 'src'], { cwd: folder, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`oxlint: ${stdout}${stderr}`);
  for (const { code, filename, help } of JSON.parse(stdout).diagnostics) {
    if (code === 'eslint(no-restricted-imports)') objections.set(filename.replaceAll('\\', '/'), help);
  }
}

const CASES = [...FORBIDDEN, ...ALLOWED];

function objectionTo(...[file, code]: Line): string | undefined {
  const index = CASES.findIndex((line) => line[0] === file && line[1] === code);
  return objections.get(fileOf(CASES[index], index));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'walls-'));
  lintAll(CASES);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the linter refuses', () => {
  test.each(FORBIDDEN)('%s: %s', (file, line) => expect(objectionTo(file, line)).toBeTruthy());
});

describe('the linter allows', () => {
  test.each(ALLOWED)('%s: %s', (file, line) => expect(objectionTo(file, line)).toBeUndefined());
});
