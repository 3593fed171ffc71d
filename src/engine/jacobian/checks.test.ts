import { describe, expect, it } from 'vitest';
import { activations, jacobian, planFor } from '../index.ts';
import type { Conv2dLayer, Images, Network } from '../model/network.ts';
import { withParameters } from './parameters.ts';
import { oracleProblem } from '../testing/oracleTable.ts';

const problem = () => oracleProblem('strided');

/** The same with one number replaced. */
function spoiltImages({ data, shape }: Images, at: number, value: number): Images {
  const copy = Float32Array.from(data);
  copy[at] = value;
  return { data: copy, shape };
}

function spoiltKernel(network: Network, layer: string, at: number, value: number): Network {
  const layers = network.layers.map((each) => {
    if (each.kind !== 'conv2d' || each.name !== layer) return each;
    const values = Float32Array.from(each.kernel.values as Float32Array);
    values[at] = value;
    return { ...each, kernel: { ...each.kernel, values } };
  });
  return { ...network, layers };
}

describe('numbers that are not finite are refused', () => {
  it('in an image, saying where', async () => {
    const { network, images } = await problem();
    const [, H, W, C] = images.shape;
    const at = ((1 * H + 4) * W + 5) * C + 2;
    await expect(jacobian(network, spoiltImages(images, at, NaN), { of: 'conv2', device: null })).rejects.toThrow(/^image 1: NaN at row 4, column 5, channel 2; give/);
  });

  it('whatever they are and wherever, in single and in double precision', async () => {
    const { network, images } = await problem();
    for (const Numbers of [Float32Array, Float64Array])
      for (const value of [NaN, Infinity, -Infinity])
        for (const at of [0, images.data.length - 1]) {
          const data = Numbers.from(images.data);
          data[at] = value;
          await expect(jacobian(network, { ...images, data }, { of: 'conv2', device: null })).rejects.toThrow(`${value} at row`);
        }
    // As large as there are.
    const large = Float64Array.from(images.data, () => Number.MAX_VALUE);
    await expect(jacobian(network, { ...images, data: large }, { of: 'conv2', device: null })).rejects.not.toThrow(/^image/);
  });

  it('in the weights that are used, by name and place, and in no others', async () => {
    const { network, images } = await problem();
    const [kh, kw, cin, cout] = (network.layers[0] as Conv2dLayer).kernel.shape;
    expect([kh, kw, cin, cout]).toEqual([3, 2, 3, 5]);
    const at = ((2 * kw + 1) * cin + 0) * cout + 3;
    await expect(jacobian(spoiltKernel(network, 'conv1', at, -Infinity), images, { of: 'act1', device: null })).rejects.toThrow(/^weights conv1\/kernel: -Infinity at \[2, 1, 0, 3\]; /);
    const above = await jacobian(spoiltKernel(network, 'conv2', 0, NaN), images, { of: 'act1', device: null });
    expect(above.rows).toBeGreaterThan(0);
    await expect(activations(spoiltKernel(network, 'conv2', 0, NaN), images, { device: null })).rejects.toThrow(/^weights conv2\/kernel/);
  });

  it('in what a layer makes of finite ones, by the lowest such layer', async () => {
    const { network, images } = await problem();
    const huge = spoiltKernel(network, 'conv1', 0, Number.MAX_VALUE);
    const doubled = { ...huge, layers: huge.layers.map((layer) => (layer.name === 'conv1' && layer.kind === 'conv2d' ? { ...layer, kernel: { ...layer.kernel, values: Float64Array.from(layer.kernel.values as Float32Array).fill(1e308) } } : layer)) };
    await expect(jacobian(doubled, images, { of: 'conv2', device: null })).rejects.toThrow(/^outputs of conv1: not finite/);
  });
});

describe('weights that do not fit are refused', () => {
  it.each([
    ['fewer numbers than the shape says', { values: new Float32Array(89) }, /^weights conv1\/kernel: 89 numbers where 90 are needed/],
    ['a shape that overflows', { shape: [3, 2, 3, 2 ** 51] }, /^output of conv1: 2×5×5×2251799813685248 numbers are too many; use fewer/],
    ['a shape that is no shape', { shape: [3, 2, 3.5, 5] }, /^(kernel of conv1: 3\.5 |weights conv1\/kernel: shape \[3, 2, 3\.5, 5\])/],
  ])('%s', async (_what, change, message) => {
    const { network, images } = await problem();
    const spoilt = withParameters(network, (parameter) => (parameter.name === 'conv1/kernel' ? { ...parameter, ...change } : parameter));
    await expect(jacobian(spoilt, images, { of: 'conv1', device: null })).rejects.toThrow(message);
  });

  it('and outputs that are more than can be counted', async () => {
    const { network } = await problem();
    await expect(planFor(network, 2 ** 30, { of: 'conv1', device: null })).rejects.toThrow(/^output of conv1: 1073741824×.* numbers are too many; use fewer images/);
  });
});

describe('images that do not fit are refused', () => {
  it.each([
    [[0, 9, 10, 3], /^images: shape \[0, 9, 10, 3\]/],
    [[2, 9, 10, 1], /^images: 9×10×1 where the network takes 9×10×3/],
    [[3, 9, 10, 3], /^images: 540 numbers where 810 are needed/],
    [[2 ** 53, 9, 10, 3], /^images: shape \[9007199254740992/],
  ])('%j', async (shape, message) => {
    const { network, images } = await problem();
    await expect(jacobian(network, { data: images.data, shape: shape as unknown as Images['shape'] }, { of: 'conv2', device: null })).rejects.toThrow(message);
  });
});
