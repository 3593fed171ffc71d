import { expect, test } from 'vitest';
import { ChannelMoments } from './channelMoments.ts';

test('parts of different sizes give the moments of the whole, far from zero too', () => {
  const values = Float64Array.from({ length: 30 }, (_, k) => 1e6 + ((k * 37) % 11) * (k % 2 === 0 ? 1 : 100));
  const moments = new ChannelMoments(2);
  moments.add(values.subarray(0, 6));
  moments.add(values.subarray(6, 8));
  moments.add(values.subarray(8));
  for (const c of [0, 1]) {
    const own = values.filter((_, k) => k % 2 === c);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    expect(moments.mean()[c]).toBe(Math.fround(mean));
    expect(Math.abs(moments.variance()[c] / variance - 1)).toBeLessThan(1e-7);
  }
});
