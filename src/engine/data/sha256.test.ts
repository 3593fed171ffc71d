import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plainSha256, sha256 } from './sha256.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('sha256', () => {
  afterEach(() => vi.unstubAllGlobals());

  const ofAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'; // FIPS 180-2, appendix B.1

  it('hashes abc as the standard does', async () => {
    expect(await sha256(new TextEncoder().encode('abc'))).toBe(ofAbc);
  });

  it('does without crypto.subtle, as in a page that is neither https nor localhost', async () => {
    vi.stubGlobal('crypto', {});
    expect(await sha256(new TextEncoder().encode('abc'))).toBe(ofAbc);
  });

  // Both sides of every length at which the padding changes.
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 100_003])('agrees with Node at %i bytes', (length) => {
    const bytes = Uint8Array.from({ length }, (_, k) => (k * 31 + 7) % 256);
    expect(hex(plainSha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
