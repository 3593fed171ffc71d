import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeTooltip } from './place.ts';

const VIEWPORT = { width: 390, height: 800 };

describe('placeTooltip', () => {
  it('stands above the middle of its anchor', () => {
    expect(placeTooltip({ x: 100, y: 200, width: 10, height: 10 }, { width: 60, height: 24 }, VIEWPORT)).toEqual({ left: 75, top: 166 });
  });

  it('goes below where there is no room above', () => {
    expect(placeTooltip({ x: 100, y: 20, width: 10, height: 10 }, { width: 60, height: 24 }, VIEWPORT).top).toBe(40);
  });

  it('never leaves the viewport', () => {
    const place = fc.integer({ min: -500, max: 2000 });
    fc.assert(fc.property(place, place, fc.integer({ min: 10, max: 300 }), (x, y, width) => {
      const { left, top } = placeTooltip({ x, y, width: 5, height: 5 }, { width, height: 24 }, VIEWPORT);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(VIEWPORT.width);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top + 24).toBeLessThanOrEqual(VIEWPORT.height);
    }));
  });
});
