import { describe, expect, it } from 'vitest';
import { parseIdx } from './idx.ts';

/** Two images of 2×3. */
const file = () => Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255);

describe('parseIdx', () => {
  it('reads sizes and data', () => {
    expect(parseIdx(file(), 3)).toEqual({ shape: [2, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255) });
    expect(parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 8), 1)).toEqual({ shape: [2], data: Uint8Array.of(7, 8) });
  });

  it('reads sizes as big-endian without a sign', () => {
    expect(() => parseIdx(Uint8Array.of(0, 0, 8, 1, 0x80, 0, 0, 1))).toThrow('IDX data: 0 bytes; 2147483649 needs 2147483649');
  });

  it('reads a file that starts inside its buffer', () => {
    const moved = new Uint8Array(file().length + 5);
    moved.set(file(), 5);
    expect(parseIdx(moved.subarray(5), 3).shape).toEqual([2, 2, 3]);
  });

  it.each([
    ['a file of four bytes less one', Uint8Array.of(0, 0, 8), 'IDX magic: 3 bytes in all'],
    ['another format', new TextEncoder().encode('PK\x03\x04----'), 'IDX magic: 0x504b0304; expected 0x00000803'],
    ['floats', Uint8Array.of(0, 0, 0x0d, 3), 'IDX magic: 0x00000d03; elements are float32, expected 0x00000803'],
    ['an unknown element type', Uint8Array.of(0, 0, 0x0a, 3), 'elements are of an unknown type'],
    ['labels for images', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0), 'IDX magic: 0x00000801; 1 dimensions, expected 0x00000803'],
    ['a header cut short', file().subarray(0, 15), 'IDX header: 15 bytes; 3 dimensions need 16'],
    ['data cut short', file().subarray(0, 27), 'IDX data: 11 bytes; 2×2×3 needs 12'],
    ['bytes that trail', Uint8Array.of(...file(), 0), 'IDX data: 13 bytes; 2×2×3 needs 12, so 1 trail'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 3)).toThrow(message);
  });

  it('takes any number of dimensions but none, unless told', () => {
    expect(parseIdx(file()).shape).toHaveLength(3);
    expect(() => parseIdx(Uint8Array.of(0, 0, 8, 0))).toThrow('0 dimensions');
  });
});
