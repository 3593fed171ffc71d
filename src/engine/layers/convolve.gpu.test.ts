// The one convolving kernel in every shape that threads can have, on one device: a software adapter, with and without quads, and a GPU.
import { expect, test } from 'vitest';
import { isSoftware } from '../gpu/adapterWords.ts';
import { Arena } from '../gpu/arena.ts';
import { readFloats } from '../gpu/readback.ts';
import { Runner } from '../gpu/runner.ts';
import { GPU_TILES, SOFTWARE_TILES, type Tiles, tilesOf } from '../gpu/tiles.ts';
import { testDevice } from '../testing/device.ts';
import { relativeError } from '../testing/relativeError.ts';
import { alongAxis, type Geometry, hostConvForward } from './convolution.ts';
import { convolve, type Convolving } from './convolve.ts';
import { BIAS } from './epilogue.ts';
import { type Shape3, volume } from './window.ts';

const IMAGES = 3;

function geometry(input: Shape3, filters: number, kernel: readonly [number, number], rest: { strides?: readonly [number, number]; dilation?: readonly [number, number]; padding?: 'valid' | 'same' } = {}): Geometry {
  const { strides = [1, 1], dilation = [1, 1], padding = 'valid' } = rest;
  const along = (a: 0 | 1) => alongAxis(input[a], kernel[a], strides[a], dilation[a], padding);
  return { input, output: [along(0).out, along(1).out, filters], kernel, strides, dilation, before: [along(0).before, along(1).before] };
}

const GEOMETRIES: readonly [string, Geometry, Convolving?][] = [
  ['the question’s', geometry([28, 28, 1], 20, [5, 5])],
  ['zeros around, channels that are no multiple of four', geometry([9, 13, 3], 7, [3, 3], { padding: 'same' })],
  ['strides and dilation along the line', geometry([11, 17, 2], 5, [2, 3], { strides: [2, 3], padding: 'same' })],
  ['taps far apart', geometry([12, 19, 2], 9, [3, 3], { dilation: [2, 3] })],
  ['a dense layer, its sums in parts', geometry([1, 1, 300], 10, [1, 1]), { long: 256 }],
  ['long sums of lines of taps', geometry([7, 8, 40], 33, [3, 3], { padding: 'same' }), { long: 256 }],
];

const numbers = (count: number, phase: number) => Float32Array.from({ length: count }, (_, k) => Math.sin(k * 1.3 + phase));

async function onDevice(device: GPUDevice, g: Geometry, tiles: Tiles, options: Convolving, x: Float32Array): Promise<{ y: Float32Array; notFinite: number }> {
  const arena = new Arena(device);
  try {
    const [kernel, bias] = [numbers(g.kernel[0] * g.kernel[1] * g.input[2] * g.output[2], 2), numbers(g.output[2], 3)].map((values) => arena.upload(values, 'weights'));
    const [output, notFinite] = [arena.scratch(IMAGES * volume(g.output), 'output'), arena.zeros(2, 'not finite')];
    const dispatch = { ...convolve(g, tiles, BIAS, { ...options, layer: 1 }), buffers: [arena.upload(x, 'input'), kernel, bias, bias, output, notFinite] };
    const runner = new Runner(device, [arena]);
    await runner.compute.compile([dispatch]);
    // In two chunks of images, as long computations are.
    runner.run([{ dispatches: [dispatch], chunk: { first: 0, count: 1, slab: 0 } }, { dispatches: [dispatch], chunk: { first: 1, count: IMAGES - 1, slab: 0 } }]);
    const flags = new Uint32Array((await readFloats(device, notFinite, 0, 2)).buffer);
    expect(flags[0]).toBe(0);
    return { y: await readFloats(device, output, 0, IMAGES * volume(g.output)), notFinite: flags[1] };
  } finally {
    arena.release();
  }
}

test.each(GEOMETRIES)('%s', async (_name, g, options = {}) => {
  const device = await testDevice();
  const x = numbers(IMAGES * volume(g.input), 1);
  const truth = hostConvForward(g, IMAGES, Float64Array.from(x), Float64Array.from(numbers(g.kernel[0] * g.kernel[1] * g.input[2] * g.output[2], 2)), Float64Array.from(numbers(g.output[2], 3)));
  for (const tiles of [tilesOf(device), { ...SOFTWARE_TILES, quads: false }, GPU_TILES]) {
    const { y, notFinite } = await onDevice(device, g, tiles, options, x);
    expect(relativeError(y, truth)).toBeLessThanOrEqual(1e-6);
    expect(notFinite).toBe(0);
    // Each channel of the last image alone tells.
    const broken = x.slice();
    broken[broken.length - 1] = NaN;
    const seen = (g.output[0] - 1) * g.strides[0] + (g.kernel[0] - 1) * g.dilation[0] - g.before[0] >= g.input[0] - 1 && (g.output[1] - 1) * g.strides[1] + (g.kernel[1] - 1) * g.dilation[1] - g.before[1] >= g.input[1] - 1;
    if (seen) expect((await onDevice(device, g, tiles, options, broken)).notFinite).toBe(1);
  }
});

test('a software adapter that lets threads talk shares in quads, and no device asks for what it has not', async () => {
  const adapter = (await navigator.gpu.requestAdapter())!;
  const talks = adapter.features.has('subgroups' as GPUFeatureName);
  expect(tilesOf(await testDevice())).toEqual(isSoftware(adapter.info, adapter) ? { ...SOFTWARE_TILES, quads: talks } : GPU_TILES);
  expect(tilesOf(await adapter.requestDevice()).quads).toBe(false);
});
