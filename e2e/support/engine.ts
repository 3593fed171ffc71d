// The engine's float64 reference in the tests' own process, on numbers that the page was seen to use.
// It shares no state with the page: what the page says is compared with what this computes.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { runnerImport } from 'vite';
import type * as Compute from '../../src/engine/jacobian/compute.ts';
import type * as Topology from '../../src/engine/model/fromTopology.ts';
import type { StoredModel, StoredWeights } from '../../src/engine/model/fromTopology.ts';
import type { Network } from '../../src/engine/model/network.ts';
import type { Exploration, Row, Unit } from '../../src/engine/protocol.ts';

/** A module of the engine's sources, through Vite because of their `?raw` imports. These two know no TensorFlow.js. */
const load = <T>(path: string): Promise<T> => runnerImport<T>(path, { configFile: false, logLevel: 'error' }).then(({ module }) => module);
const compute = load<typeof Compute>('./src/engine/jacobian/compute.ts');
const topology = load<typeof Topology>('./src/engine/model/fromTopology.ts');

/** The network that ships with the page, from its files. */
export async function readyMadeNetwork(): Promise<Network> {
  const { networkFromTopology } = await topology;
  const stored = JSON.parse(await readFile('public/ready-made/model.json', 'utf8')) as StoredModel & {
    weightsManifest: { weights: { name: string; shape: number[] }[] }[];
  };
  const bytes = await readFile('public/ready-made/weights.bin');
  const weights: Record<string, StoredWeights[string]> = {};
  let at = 0;
  for (const { name, shape } of stored.weightsManifest.flatMap((group) => group.weights)) {
    const size = shape.reduce((a, b) => a * b, 1);
    weights[name] = { shape, values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + 4 * size)) };
    at += 4 * size;
  }
  return networkFromTopology(stored, weights);
}

/** A digit of the data set as stored, 0 to 255. */
export async function storedDigit(index: number): Promise<Uint8Array> {
  const images = gunzipSync(await readFile('public/digits/digits-images-idx3-ubyte.gz'));
  return images.subarray(16 + 784 * index, 16 + 784 * (index + 1));
}

/** What the page's worker has answered, heard on its message port; the page itself is not touched. */
export interface Heard {
  exploration: Exploration | null;
  row: Row | null;
}

/** Listens to the worker from the first message on. Call it before the page is opened. */
export async function hearWorker(page: Page): Promise<() => Promise<Heard>> {
  await page.addInitScript(`
    window.__heard = { exploration: null, row: null };
    const Plain = window.Worker;
    window.Worker = class extends Plain {
      constructor(...rest) {
        super(...rest);
        this.addEventListener('message', ({ data }) => {
          const value = data && data.value;
          if (!value || typeof value !== 'object') return;
          if ('parameters' in value && 'digit' in value) window.__heard.exploration = value;
          if ('chain' in value && 'unit' in value) window.__heard.row = value;
        });
      }
    };
  `);
  // Typed arrays cross as plain arrays.
  return async () =>
    (await page.evaluate(`JSON.parse(JSON.stringify(window.__heard, (key, value) => ArrayBuffer.isView(value) ? Array.from(value) : value))`)) as Heard;
}

/** conv1 → bn1 → relu1 with the parameters and statistics that the page was heard to use for one unit. */
export function heardNetwork({ exploration, row }: Heard): Network {
  const { blocks, parameters, digit } = exploration!;
  const valuesOf = (name: string) => {
    const { shape, start, size } = blocks.find(({ parameter }) => parameter === name)!;
    return { name, shape, values: Float32Array.from(parameters.slice(start, start + size)) };
  };
  const norm = row!.chain.find((factor) => factor.kind === 'batchNorm')!;
  const C = blocks[0].shape[3];
  const epsilon = 1e-5;
  const everywhere = (name: string, value: number) => ({ name, shape: [C], values: new Float64Array(C).fill(value) });
  return {
    inputShape: [digit.height, digit.width, 1],
    layers: [
      { kind: 'conv2d', name: 'conv1', trainable: true, kernel: valuesOf('conv1/kernel'), bias: valuesOf('conv1/bias'), strides: [1, 1], dilation: [1, 1], padding: 'valid' },
      {
        // Only the unit's own channel counts for its row, so its statistics may stand in every channel.
        kind: 'batchNorm', name: 'bn1', trainable: true, gamma: valuesOf('bn1/gamma'), beta: valuesOf('bn1/beta'), epsilon,
        movingMean: everywhere('bn1/moving_mean', norm.mean), movingVariance: everywhere('bn1/moving_variance', norm.sigma ** 2 - epsilon),
      },
      { kind: 'activation', name: 'relu1', trainable: true, function: 'relu' },
    ],
  };
}

/** The unit's row in float64. */
export async function referenceRow(network: Network, input: ArrayLike<number>, [W, C]: [number, number], unit: Unit): Promise<ArrayLike<number>> {
  const { computeJacobian } = await compute;
  const start = (unit.i * W + unit.j) * C + unit.c;
  const J = await computeJacobian(network, imageOf(network, input), { of: 'relu1', rows: { start, count: 1 } }, null);
  return J.row(0);
}

/** The network's answer in float64. */
export async function referenceProbabilities(network: Network, input: ArrayLike<number>): Promise<ArrayLike<number>> {
  const { computeActivations } = await compute;
  return (await computeActivations(network, imageOf(network, input), undefined, null)).data;
}

function imageOf({ inputShape }: Network, input: ArrayLike<number>) {
  return { data: Float64Array.from(input), shape: [1, ...inputShape] as const };
}
