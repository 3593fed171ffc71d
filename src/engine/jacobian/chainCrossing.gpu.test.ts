// Levels made upwards on the device, against the float64 reference that pulls rows down: sums that are long, numbers and channels
// that no thread's share divides, cells that a pool has moved; what a quad needs shared by its threads, and read by each.
import { describe, expect, it } from 'vitest';
import { deviceMemory } from '../gpu/arena.ts';
import type { Images, Layer, Network, Pair, Parameter } from '../model/network.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/oracle.ts';
import { numbersFrom } from '../testing/randomNetwork.ts';
import { computeJacobian } from './compute.ts';
import type { JacobianOptions } from './jacobian.ts';

const numbers = numbersFrom(7);
const parameter = (name: string, shape: readonly number[], scale = 1): Parameter => ({ name, shape, values: numbers(shape.reduce((product, extent) => product * extent, 1)).map((value) => scale * value) });

function conv(name: string, [kh, kw, cin, cout]: readonly [number, number, number, number], strides: Pair = [1, 1], dilation: Pair = [1, 1]): Layer {
  const kernel = parameter(`${name}/kernel`, [kh, kw, cin, cout], 1 / Math.sqrt(kh * kw * cin));
  return { kind: 'conv2d', name, trainable: true, kernel, bias: parameter(`${name}/bias`, [cout], 0.1), strides, dilation, padding: 'same' };
}

const relu = (name: string): Layer => ({ kind: 'activation', name, trainable: true, function: 'relu' });
const pool = (name: string, size: Pair, strides: Pair): Layer => ({ kind: 'maxPool', name, trainable: true, size, strides, padding: 'same' });

function norm(name: string, channels: number): Layer {
  const moving = { movingMean: parameter(`${name}/mean`, [channels], 0.1), movingVariance: { name: `${name}/variance`, shape: [channels], values: new Float32Array(channels).fill(0.7) } };
  return { kind: 'batchNorm', name, trainable: true, epsilon: 1e-3, gamma: parameter(`${name}/gamma`, [channels]), beta: parameter(`${name}/beta`, [channels]), ...moving };
}

const network = (inputShape: readonly [number, number, number], layers: readonly Layer[]): Network => ({ inputShape, layers });

const NETWORKS: Record<string, Network> = {
  'sums of 360 terms': network([5, 5, 1], [conv('a', [3, 3, 1, 4]), relu('r'), conv('b', [3, 3, 4, 40]), relu('s'), conv('c', [3, 3, 40, 6]), relu('end')]),
  'pools whose windows overlap, strides and dilation': network([9, 8, 2], [conv('a', [3, 2, 2, 5]), norm('n', 5), relu('r'), pool('p', [2, 3], [1, 2]), conv('b', [2, 3, 5, 7], [2, 1], [1, 2]), relu('s'), conv('c', [3, 3, 7, 9]), norm('m', 9), relu('t'), pool('end', [2, 2], [2, 2])]),
  'a dense layer over a map': network([4, 4, 1], [
    conv('a', [3, 3, 1, 3]), relu('r'), { kind: 'flatten', name: 'f', trainable: true },
    { kind: 'dense', name: 'd', trainable: true, kernel: parameter('d/kernel', [48, 11], 0.2), bias: parameter('d/bias', [11]) }, relu('end'),
  ]),
};

type Question = Omit<JacobianOptions, 'of' | 'device'>;

/** On a device by levels, be they cheaper or not; on the host rows are only pulled down. */
async function dense(model: Network, images: Images, question: Question, device: GPUDevice | null): Promise<Float32Array | Float64Array> {
  const J = await computeJacobian(model, images, { of: 'end', ...question }, device, 'always');
  const matrix = await J.dense();
  const values = await matrix.read();
  matrix.dispose();
  J.dispose();
  return values;
}

describe('levels made upwards', () => {
  for (const [name, model] of Object.entries(NETWORKS))
    for (const kind of ['useful', 'none', 'as a GPU'] as const)
      it(`${name}, on a device opened: ${kind}`, async () => {
        const device = await testDevice(kind);
        const before = deviceMemory(device);
        const [H, W, C] = model.inputShape;
        const images: Images = { data: numbersFrom(3)(3 * H * W * C), shape: [3, H, W, C] };
        // Rows that begin and end within a position, and levels of an image at a time.
        const asked: Question[] = [{}, { dense: true }, { rows: { start: 13, count: 17 } }, { budget: 40_000 }, { wrt: ['a/bias'] }, { wrt: ['a/bias', `${model.layers.findLast(({ kind }) => kind === 'conv2d')!.name}/kernel`] }];
        for (const question of asked) {
          const truth = await dense(model, images, question, null);
          expect(truth.some((value) => value !== 0)).toBe(true);
          expect(relativeError(await dense(model, images, question, device), truth)).toBeLessThan(1e-6);
        }
        expect(deviceMemory(device)).toEqual(before);
      });
});
