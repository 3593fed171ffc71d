import { describe, expect, it } from 'vitest';
import { cancelled, isRounding } from './cancelled.ts';

const batch = { layer: 'bn1', direct: 0.3, mean: -0.3, correlation: 1e-12, past: 0 };

describe('terms that take one another away', () => {
  it('are told from a small sum by their own size', () => {
    expect(cancelled({ batch, sum: 5.6e-17 })).toBe(true);
    expect(cancelled({ batch, sum: 0 })).toBe(true);
    expect(cancelled({ batch, sum: 3e-8 })).toBe(false);
    expect(cancelled({ batch: { ...batch, direct: 3e-12, mean: -1e-12 }, sum: 2e-12 })).toBe(false);
  });

  it('leave a term among them that is rounding alone', () => {
    expect([batch.direct, batch.mean, batch.correlation].map((term) => isRounding(batch, term))).toEqual([false, false, true]);
  });

  it('are none without batch statistics, nor where nothing comes through at all', () => {
    expect(cancelled({ batch: null, sum: 0 })).toBe(false);
    expect(cancelled({ batch: { ...batch, direct: 0, mean: 0, correlation: 0 }, sum: 0 })).toBe(false);
  });
});
