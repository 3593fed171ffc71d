import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { legendTicks } from './ticks.ts';

describe('legendTicks', () => {
  it('are round, inside the domain, and hold zero where the scale is centred on it', () => {
    fc.assert(fc.property(fc.double({ min: 1e-7, max: 1e7, noNaN: true }), fc.integer({ min: 60, max: 300 }), (most, width) => {
      const ticks = legendTicks([-most, most], width);
      expect(ticks).toContain(0);
      for (const tick of ticks) expect(Math.abs(tick)).toBeLessThanOrEqual(most);
    }));
  });

  it('thin out in a narrow legend', () => {
    expect(legendTicks([-0.27, 0.27], 200)).toEqual([-0.2, -0.1, 0, 0.1, 0.2]);
    expect(legendTicks([-0.27, 0.27], 90).length).toBeLessThan(5);
  });

  it('stand apart where those at the ends are moved inwards', () => {
    expect(legendTicks([-15.4, 15.4], 168)).toEqual([-10, -5, 0, 5, 10]);
    expect(legendTicks([0, 0.083], 168)).toEqual([0, 0.02, 0.04, 0.06]);
  });

  it('say the one value of a domain without width', () => {
    expect(legendTicks([0, 0], 168)).toEqual([0]);
  });
});
