// Programs in other languages: what is in them always, and what they compute where the languages are installed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportJacobian } from '../../export/exportJacobian.ts';
import type { JacobianOptions } from '../../index.ts';
import { sitesOf } from '../../jacobian/plan.ts';
import type { Images, Layer, Network } from '../../model/network.ts';
import type { SnippetLanguage } from '../../protocol.ts';
import { oracleProblem } from '../../testing/oracleTable.ts';
import { drawnNetwork } from '../../testing/randomNetwork.ts';
import { octaveHere, output, pythonWith } from '../../testing/tools.ts';
import { exportSource } from '../exportSource.ts';
import { LANGUAGES } from '../snippet.ts';
import type { SnippetTask } from './task.ts';

interface Problem {
  readonly name: string;
  readonly network: Network;
  readonly images: Images;
  readonly options: Pick<JacobianOptions, 'of' | 'wrt' | 'batchNorm'>;
}

let folder = '';
let problems: Problem[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snippets-'));
  problems = [...(await oracleProblems()), ...mergingProblems(), ...drawnProblems()];
});
afterAll(() => rm(folder, { recursive: true }));

async function oracleProblems(): Promise<Problem[]> {
  const asked = [
    ['strided', {}], ['dilated', { wrt: 'input' }], ['overlapping-pool', {}], ['depthwise', {}], ['mlp', {}], ['deep-small', {}], ['deep-small', { wrt: 'input' }],
    ['deep-small-batch', { batchNorm: 'batch' }], ['deep-small-batch', { batchNorm: 'batch', wrt: 'input' }],
  ] as const;
  return Promise.all(asked.map(async ([name, more], at) => {
    const { network, images, oracle } = await oracleProblem(name);
    return { name: `${name}_${at}`, network, images, options: { of: oracle.of, ...more } };
  }));
}

/** Paths that part and meet: maps added and laid side by side, vectors of a map and of a dense layer too. */
function mergingProblems(): Problem[] {
  const numbers = (count: number, seed: number) => Float32Array.from({ length: count }, (_, k) => Math.sin(1.7 * k + seed));
  const parameter = (name: string, ...shape: number[]) => ({ name, shape, values: numbers(shape.reduce((a, b) => a * b, 1), name.length) });
  const plain = { trainable: true, strides: [1, 1], dilation: [1, 1], padding: 'same' } as const;
  const layers: Layer[] = [
    { kind: 'conv2d', name: 'a', ...plain, kernel: parameter('a/kernel', 3, 3, 2, 3), bias: parameter('a/bias', 3) },
    { kind: 'activation', name: 'b', trainable: true, function: 'tanh' },
    { kind: 'conv2d', name: 'c', ...plain, kernel: parameter('c/kernel', 1, 2, 3, 3), bias: null },
    { kind: 'add', name: 'd', trainable: true, inputs: [2, 1] },
    { kind: 'concatenate', name: 'e', trainable: true, inputs: [3, -1, 0] },
    { kind: 'averagePool', name: 'f', trainable: true, size: null, strides: [1, 1], padding: 'valid' },
    { kind: 'dense', name: 'g', trainable: true, kernel: parameter('g/kernel', 8, 4), bias: parameter('g/bias', 4) },
    { kind: 'concatenate', name: 'h', trainable: true, inputs: [5, 6] },
    { kind: 'softmax', name: 'i', trainable: true },
  ];
  const network: Network = { inputShape: [4, 3, 2], layers };
  const images: Images = { data: numbers(48, 3), shape: [2, 4, 3, 2] };
  return [{ name: 'merging_e', network, images, options: { of: 'e' } }, { name: 'merging_i', network, images, options: { of: 'i' } }, { name: 'merging_input', network, images, options: { of: 'i', wrt: 'input' } }];
}

const EVERY = [
  'linear', 'relu', 'relu6', 'clippedRelu', 'leakyRelu', 'thresholdedRelu', 'elu', 'selu', 'softplus', 'softsign', 'sigmoid', 'hardSigmoid', 'tanh', 'swish', 'gelu', 'geluNew', 'mish', 'softmax', 'prelu',
] as const;

/** Of every layer, padding and activation some; the same ones every time. */
function drawnProblems(): Problem[] {
  return fc.sample(drawnNetwork(EVERY), { numRuns: 36, seed: 1 }).map(({ network, images, of }, at) => ({ name: `drawn_${at}`, network, images, options: { of, ...(at % 4 === 3 ? { wrt: 'input' } : {}) } }));
}

async function taskOf({ name, network, images, options }: Problem): Promise<{ task: SnippetTask; source: Awaited<ReturnType<typeof exportSource>> }> {
  const source = await exportSource(network, images, options, null);
  const { of, wrt, batchNorm = 'inference' } = options;
  return { source, task: { sites: sitesOf(network, 1, of), of, wrt: wrt === 'input' ? 'input' : source.stream.blocks.map(({ parameter }) => parameter), batchNorm, file: name } };
}

/** Writes each problem's file and program. */
async function written(language: SnippetLanguage, of: readonly Problem[]): Promise<string[]> {
  const scripts: string[] = [];
  for (const problem of of) {
    const { task, source } = await taskOf(problem);
    const format = language === 'matlab' ? 'mat' : 'npz';
    const pieces: Uint8Array[] = [];
    for await (const chunk of exportJacobian(source, { format, layout: 'dense' })) pieces.push(chunk.slice());
    await writeFile(join(folder, `${problem.name}.${format}`), Buffer.concat(pieces));
    scripts.push(`${problem.name}_${language}.${language === 'matlab' ? 'm' : 'py'}`);
    await writeFile(join(folder, scripts.at(-1)!), LANGUAGES[language](task));
  }
  return scripts;
}

const forMatlab = ({ layer }: { layer: Layer }) => layer.kind !== 'prelu' && layer.kind !== 'add' && layer.kind !== 'concatenate';

describe('programs', () => {
  it('are tried on every kind of layer and every activation', () => {
    const layers = problems.flatMap(({ network, options }) => sitesOf(network, 1, options.of).map(({ layer }) => layer));
    expect(new Set(layers.map(({ kind }) => kind)).size).toBe(16);
    expect([...new Set(layers.flatMap((layer) => (layer.kind === 'activation' ? [layer.function] : [])))].toSorted()).toEqual(EVERY.filter((name) => name !== 'softmax' && name !== 'prelu').toSorted());
  });


  it('know no undefined thing, whatever the network', async () => {
    for (const problem of problems) {
      const { task } = await taskOf(problem);
      for (const language of ['pytorch', 'jax', 'tensorflow'] as const) expect(LANGUAGES[language](task)).not.toMatch(/undefined|NaN|\[object/);
      if (task.sites.every(forMatlab)) expect(LANGUAGES.matlab(task)).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('let no name out of its string or comment', async () => {
    const { network, images, oracle } = await oracleProblem('mlp');
    const evil = (name: string) => `x"\n'''\nimport os # ${name}`;
    const renamed = JSON.parse(JSON.stringify(network, (_key, value: unknown) => (ArrayBuffer.isView(value) ? undefined : value))) as Network;
    for (const layer of renamed.layers) Object.assign(layer, { name: evil(layer.name) });
    const of = evil(oracle.of);
    for (const language of Object.keys(LANGUAGES) as SnippetLanguage[]) {
      const text = LANGUAGES[language]({ sites: sitesOf(renamed, images.shape[0], of), of, wrt: oracle.params, batchNorm: 'inference', file: 'x' });
      expect(text.split('\n').filter((line) => /^\s*(import os|''')/.test(line))).toEqual([]);
    }
  });

  it('are refused for MATLAB where it has no such layer', async () => {
    const { network, images } = problems.find(({ network: { layers } }) => layers.some(({ kind }) => kind === 'prelu'))!;
    const { task } = await taskOf({ name: 'prelu', network, images, options: { of: network.layers.findLast(({ kind }) => kind === 'prelu')!.name } });
    expect(() => LANGUAGES.matlab(task)).toThrow(/^snippet: layer act\d \(prelu\) cannot be written for MATLAB here; take another language$/);
  });
});

const RUN_ALL = 'import runpy, sys\nscripts = sys.argv[1:]\nsys.argv[1:] = []\nfor script in scripts:\n    print("#", script)\n    runpy.run_path(script)\n';

describe.each([['pytorch', 'torch', 'numpy'], ['jax', 'jax', 'numpy'], ['tensorflow', 'tensorflow', 'numpy']] as const)('%s', (language, ...modules) => {
  const python = pythonWith(...modules);
  it.skipIf(!python)(`computes what was exported (runs where python3 has ${modules.join(' and ')})`, async () => {
    // The others compile each program for seconds.
    const tried = language === 'pytorch' ? problems : problems.slice(0, 24);
    const said = output(python!, ['-c', RUN_ALL, ...(await written(language, tried))], folder).split('\n# ');
    expect(said).toHaveLength(tried.length);
    const differences = said.map((words) => ({ words, difference: Number(/difference (\S+)/.exec(words)?.[1] ?? NaN) }));
    expect(differences.filter(({ difference }) => !(difference < 1e-6))).toEqual([]);
  }, 600_000);
});

describe('matlab', () => {
  const octave = octaveHere();
  it.skipIf(!octave)('is what Octave’s parser takes (runs where octave is)', async () => {
    const without = problems.filter(({ network: { layers } }) => layers.every((layer) => forMatlab({ layer })));
    const scripts = await written('matlab', without);
    expect(output(octave!, ['--no-gui', '--quiet', '--eval', scripts.map((script) => `__parse_file__('${join(folder, script)}');`).join(' ') + ' disp(1)'], folder)).toBe('1\n');
    await writeFile(join(folder, 'broken.m'), 'x = [1 2;\n');
    expect(() => output(octave!, ['--no-gui', '--quiet', '--eval', `__parse_file__('${join(folder, 'broken.m')}');`], folder)).toThrow(/parse error/);
  }, 600_000);
});
