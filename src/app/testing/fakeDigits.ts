// Pictures that stand in for digits in tests: a few strokes by class, jittered by index.

/** Mulberry32: the same numbers from the same seed, 0 to 1. */
export function pseudoRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** 28×28 grey, 0 to 255. */
export function fakeDigit(index: number, label: number): Uint8Array {
  const random = pseudoRandom(index + 1);
  const shift = 2 * random() - 1;
  return Uint8Array.from({ length: 784 }, (_, k) => {
    const [y, x] = [Math.floor(k / 28) - 14 + shift, (k % 28) - 14 - shift];
    const ring = Math.abs(Math.hypot(x, y * 0.8) - 5 - (label % 3)) < 1.6 && (label % 2 === 0 || x > -2);
    const stroke = label % 5 < 3 && Math.abs(x + y * 0.2 * (label - 4)) < 1.5 && Math.abs(y) < 9;
    return ring || stroke ? 200 + Math.floor(55 * random()) : 0;
  });
}
