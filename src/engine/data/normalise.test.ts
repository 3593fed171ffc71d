import { describe, expect, it } from 'vitest';
import { meanImage, normalise, oneHot } from './normalise.ts';
import { stream, uniform } from './random.ts';

const pixels = 12;
const rng = stream(4, 'weights');
const images = Uint8Array.from({ length: 50 * pixels }, () => Math.floor(uniform(rng, 0, 256)));
const indices = Int32Array.of(3, 49, 0, 17, 8, 21, 30);

describe.each([
  ['0-255', 1],
  ['0-1', 1 / 255],
] as const)('scale %s', (scale, factor) => {
  it('averages the chosen images as a naive loop does', () => {
    const mean = meanImage(images, indices, pixels, scale);
    for (let p = 0; p < pixels; p++) {
      let sum = 0;
      for (const index of indices) sum += images[index * pixels + p] * factor;
      expect(mean[p]).toBeCloseTo(sum / indices.length, scale === '0-1' ? 7 : 4);
    }
  });

  it('centres the images it averaged on zero', () => {
    const centred = normalise(images, indices, meanImage(images, indices, pixels, scale), scale);
    expect(centred).toHaveLength(indices.length * pixels);
    for (let p = 0; p < pixels; p++) {
      let sum = 0;
      for (let n = 0; n < indices.length; n++) sum += centred[n * pixels + p];
      expect(Math.abs(sum / indices.length)).toBeLessThan(2e-5 * factor);
    }
  });

  it('is pixel · scale − mean, in the order asked for', () => {
    const mean = Float32Array.from({ length: pixels }, (_, p) => p * factor);
    const centred = normalise(images, Int32Array.of(5, 2), mean, scale);
    expect(centred[3]).toBeCloseTo((images[5 * pixels + 3] - 3) * factor, 5);
    expect(centred[pixels + 11]).toBeCloseTo((images[2 * pixels + 11] - 11) * factor, 5);
  });
});

describe('meanImage', () => {
  it('does not lose the last bits of a long sum', () => {
    // 2¹⁷ images of 255 and one of 0: float32 sums stop being exact above 2²⁴.
    const count = 2 ** 17 + 1;
    const many = new Uint8Array(count).fill(255);
    many[0] = 0;
    const all = Int32Array.from({ length: count }, (_, k) => k);
    expect(meanImage(many, all, 1, '0-255')[0]).toBe(Math.fround((255 * 2 ** 17) / count));
  });

  it('refuses no image, and one that is not there', () => {
    expect(() => meanImage(images, new Int32Array(0), pixels, '0-1')).toThrow('images to average: 0');
    expect(() => meanImage(images, Int32Array.of(50), pixels, '0-1')).toThrow('image: 50; there are 50');
    expect(() => normalise(images, Int32Array.of(-1), new Float32Array(pixels), '0-1')).toThrow('image: -1');
  });
});

describe('oneHot', () => {
  it('marks the class of each chosen image', () => {
    expect([...oneHot(Uint8Array.of(2, 0, 1), Int32Array.of(2, 0), 3)]).toEqual([0, 1, 0, 0, 0, 1]);
  });

  it('refuses a label that is no class, and an image that is not there', () => {
    expect(() => oneHot(Uint8Array.of(3), Int32Array.of(0), 3)).toThrow('label: 3 at image 0');
    expect(() => oneHot(Uint8Array.of(1), Int32Array.of(1), 3)).toThrow('label: undefined at image 1');
  });
});
