// Networks whose layers part and join: windows meet, buffers suffice, levels are left alone.
import { describe, expect, it } from 'vitest';
import { activations, jacobian } from '../index.ts';
import type { Layer, Network, Parameter } from '../model/network.ts';
import { hull, ownWindow, planeWindow } from '../layers/window.ts';
import { planJacobian, sitesOf } from './plan.ts';
import { assignRegisters } from './registers.ts';

const named = (name: string) => ({ name, trainable: true });
const parameter = (name: string, shape: number[]): Parameter => ({ name, shape, values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => Math.sin(k + name.length)) });
const conv = (name: string, k: number, cin: number, cout: number, inputs?: number[]): Layer => ({
  kind: 'conv2d', ...named(name), kernel: parameter(`${name}/kernel`, [k, k, cin, cout]), bias: parameter(`${name}/bias`, [cout]), strides: [1, 1], dilation: [1, 1], padding: 'same', ...(inputs ? { inputs } : {}),
});
const relu = (name: string): Layer => ({ kind: 'activation', ...named(name), function: 'relu' });

/** conv1 → relu1 → (conv2 → relu2 → conv3) + relu1 → relu3, as in a residual network. */
const RESIDUAL: Network = {
  inputShape: [12, 12, 2],
  layers: [conv('conv1', 3, 2, 4), relu('relu1'), conv('conv2', 3, 4, 4), relu('relu2'), conv('conv3', 3, 4, 4), { kind: 'add', ...named('add1'), inputs: [1, 4] }, relu('relu3')],
};

describe('a residual block', () => {
  it('passes a row’s one number on, and joins the window of the branch with that of the way past it', () => {
    const { steps, largestWindow, blocks, chain } = planJacobian(RESIDUAL, 1, { of: 'relu3' });
    expect(chain).toBeNull();
    expect(steps.map(({ at, from }) => [at, from.size, from.channels])).toEqual([
      [6, [1, 1], 'own'], [5, [1, 1], 'own'], [4, [1, 1], 'own'], [3, [3, 3], 'all'], [2, [3, 3], 'all'], [1, [5, 5], 'all'], [0, [5, 5], 'all'],
    ]);
    expect(largestWindow).toBe(5 * 5 * 4);
    expect(blocks.map(({ parameter: name, structure, width }) => [name, structure, width])).toEqual([
      ['conv1/kernel', 'all', 72], ['conv1/bias', 'all', 4], ['conv2/kernel', 'all', 144], ['conv2/bias', 'all', 4], ['conv3/kernel', 'channel', 36], ['conv3/bias', 'channel', 1],
    ]);
  });

  it('needs one buffer more than a chain: what has gone past waits', () => {
    expect(planJacobian(RESIDUAL, 1, { of: 'relu3' }).cotangents).toBe(3);
    expect(planJacobian({ ...RESIDUAL, layers: RESIDUAL.layers.slice(0, 5) }, 1, { of: 'conv3' }, 'never').cotangents).toBe(2);
  });

  it('leaves out what does not lead to the layer or to what is asked for', () => {
    expect(sitesOf(RESIDUAL, 1, 'conv3').map(({ layer }) => layer.name)).toEqual(['conv1', 'relu1', 'conv2', 'relu2', 'conv3']);
    expect(planJacobian(RESIDUAL, 1, { of: 'relu3', wrt: ['conv3/bias'] }).steps.map(({ at, pulls }) => [at, pulls.map(({ input }) => input)])).toEqual([[6, [5]], [5, [4]], [4, []]]);
  });

  it('has levels made above it where nothing below its join is asked for', () => {
    const layers = [...RESIDUAL.layers, conv('conv4', 3, 4, 5), relu('relu4'), conv('conv5', 3, 5, 6)];
    const request = { of: 'conv5', wrt: ['conv4/kernel', 'conv5/kernel'] };
    expect(planJacobian({ ...RESIDUAL, layers }, 1, request, 'always').chain).not.toBeNull();
    expect(planJacobian({ ...RESIDUAL, layers }, 1, { of: 'conv5' }, 'always').chain).toBeNull();
  });

  it('that lacks a layer, takes a later one, or joins without saying how is refused', () => {
    const spoilt = (inputs: number[], at = 5) => ({ ...RESIDUAL, layers: RESIDUAL.layers.map((layer, k) => (k === at ? { ...layer, inputs } : layer)) });
    for (const inputs of [[1, 6], [1, 5], [-2], [0.5]]) expect(() => planJacobian(spoilt(inputs), 1, { of: 'relu3' })).toThrow(/^inputs of add1: .* is no layer before it; give places/);
    expect(() => planJacobian(spoilt([]), 1, { of: 'relu3' })).toThrow(/^inputs of add1: 0 where at least one is needed/);
    expect(() => planJacobian(spoilt([1, 2], 4), 1, { of: 'relu3' })).toThrow(/^inputs of conv3: 2 where one is needed; join them with an add or concatenate layer/);
    expect(() => planJacobian(spoilt([-1, 4]), 1, { of: 'relu3' })).toThrow(/^inputs of add1: 12×12×2, 12×12×4 are not alike/);
  });
});

describe('joins', () => {
  const data = Float32Array.from({ length: 2 * 3 * 3 * 2 }, (_, k) => Math.cos(k));
  const images = { data, shape: [2, 3, 3, 2] as const };

  it('add what they are given as often as they are given it', async () => {
    const network: Network = { inputShape: [3, 3, 2], layers: [{ kind: 'activation', ...named('tanh'), function: 'tanh' }, { kind: 'add', ...named('thrice'), inputs: [0, 0, -1, 0] }] };
    const { data: h } = await activations(network, images, { device: null });
    h.forEach((value, at) => expect(value).toBeCloseTo(3 * Math.tanh(data[at]) + data[at], 12));
    const J = await jacobian(network, images, { of: 'thrice', wrt: 'input', device: null, method: 'structured' });
    expect(J.blocks[0]).toMatchObject({ structure: 'window', width: 1 });
    (await J.columnNorms()).forEach((norm, at) => expect(norm).toBeCloseTo(3 * (1 - Math.tanh(data[at]) ** 2) + 1, 12));
  });

  it('put channels side by side in the order of the inputs, and one twice if so', async () => {
    const network: Network = { inputShape: [3, 3, 2], layers: [{ kind: 'activation', ...named('tanh'), function: 'tanh' }, { kind: 'concatenate', ...named('both'), inputs: [-1, 0, -1] }] };
    const { data: h, shape } = await activations(network, images, { device: null });
    expect(shape).toEqual([2, 3, 3, 6]);
    expect([0, 1, 2, 3, 4, 5].map((c) => h[c])).toEqual([data[0], data[1], Math.tanh(data[0]), Math.tanh(data[1]), data[0], data[1]]);
    for (const method of ['structured', 'batched'] as const) {
      const J = await jacobian(network, images, { of: 'both', wrt: 'input', device: null, method });
      for (let c = 0; c < 6; c++) {
        const slope = c === 2 || c === 3 ? 1 - Math.tanh(data[20 + (c % 2)]) ** 2 : 1;
        expect(Array.from(await J.row(60 + c))).toEqual(Array.from(data, (_, at): unknown => (at === 20 + (c % 2) ? expect.closeTo(slope, 12) : 0)));
      }
    }
  });
});

describe('the hull of windows', () => {
  const own = ownWindow([9, 8, 4]);

  it('is the window itself where they are alike', () => {
    expect(hull([own])).toEqual(own);
    expect(hull([own, own])).toEqual(own);
  });

  it('covers windows that move alike, and all channels where one has them', () => {
    const a = { ...own, channels: 'all', size: [3, 3], origin: [-1, -1] } as const;
    const b = { ...own, size: [2, 5], origin: [0, 1] } as const;
    expect(hull([a, b])).toMatchObject({ channels: 'all', size: [3, 7], origin: [-1, -1], stride: [1, 1] });
  });

  it('is the map along an axis where they do not, and all images where one has them', () => {
    const a = { ...own, channels: 'all', size: [3, 3], stride: [2, 1], origin: [0, 0] } as const;
    expect(hull([a, own])).toMatchObject({ size: [9, 3], stride: [0, 1], origin: [0, 0] });
    expect(hull([own, planeWindow(own, 5)])).toEqual(planeWindow(own, 5));
    expect(hull([{ ...own, rows: [1, 1, 288] }, own])).toMatchObject({ size: [9, 8], stride: [0, 0], channels: 'all' });
  });
});

describe('cotangent buffers', () => {
  it('are never written while somebody else’s cotangent waits in them', () => {
    const inner: Layer[] = [conv('a', 1, 4, 4, [1]), relu('ra'), conv('b', 3, 4, 4, [1]), { kind: 'add', ...named('add'), inputs: [3, 4, 1] }, { kind: 'concatenate', ...named('cat'), inputs: [5, 0, 5] }, conv('end', 1, 12, 3)];
    const network: Network = { inputShape: [6, 6, 2], layers: [conv('c0', 3, 2, 4), relu('r0'), ...inner] };
    const { sites, steps } = planJacobian(network, 1, { of: 'end', wrt: 'input' }, 'never');
    const { assigned, count } = assignRegisters(sites, steps);
    // Follows which site's cotangent each buffer holds.
    const holds: (number | null)[] = Array.from({ length: count }, () => null);
    holds[assigned[0].arrives] = sites.length - 1;
    steps.forEach(({ at, pulls }, s) => {
      expect(holds[assigned[s].arrives]).toBe(at);
      holds[assigned[s].arrives] = null;
      pulls.forEach(({ input, joins }, k) => {
        const { joined, first } = assigned[s].pulls[k];
        expect(holds[joined]).toBe(first || !joins ? null : input);
        holds[joined] = input;
      });
    });
    expect(holds.filter((held) => held !== null)).toEqual([-1]);
  });
});
