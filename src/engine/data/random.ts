// Seeded random numbers, the same on every machine. Knows nothing of what they decide.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A generator that changes as it is used. */
export type Rng = ReturnType<typeof xoroshiro128plusFromState>;

export type Purpose = 'split' | 'weights' | 'shuffle';

/**
 * The generator of one purpose. Streams of different purposes or seeds are unrelated, so that drawing more weights
 * does not change the shuffle. `seed` is a whole number from 0 to 2³² − 1.
 */
export function stream(seed: number, purpose: Purpose): Rng {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new Error(`seed: ${seed}; take a whole number from 0 to 4294967295`);
  }
  const name = hash(purpose);
  // Neighbouring seeds must not give neighbouring states: xoroshiro is linear and would stay correlated.
  const word = (k: number) => mix(mix(seed + k * 0x9e3779b9) ^ mix(name + k * 0x85ebca6b)) | 0;
  return xoroshiro128plusFromState([word(1), word(2), word(3), word(4)]);
}

/** One number from [lo, hi), from 53 random bits. */
export function uniform(rng: Rng, lo = 0, hi = 1): number {
  for (;;) {
    const value = lo + (hi - lo) * uniformFloat64(rng);
    // Rounding can land on hi when the interval is far from zero.
    if (value < hi) return value;
    if (!(lo < hi)) throw new Error(`interval: [${lo}, ${hi}); give a lower end below the upper one`);
  }
}

/** Fisher–Yates, in place: every order equally likely, without modulo bias. Returns the same array. */
export function shuffle(indices: Int32Array, rng: Rng): Int32Array {
  for (let i = indices.length - 1; i > 0; i--) {
    const j = uniformInt(rng, 0, i);
    const kept = indices[i];
    indices[i] = indices[j];
    indices[j] = kept;
  }
  return indices;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** MurmurHash3's finaliser: a bijection of 32 bits in which every input bit moves every output bit. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
