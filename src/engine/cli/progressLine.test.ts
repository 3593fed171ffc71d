import { expect, test } from 'vitest';
import { progressLine } from './progressLine.ts';

/** Seconds at which it is told of bytes of 100, and what it writes. */
function told(isTTY: boolean, ...times: readonly (readonly [seconds: number, bytes: number])[]): string[] {
  const words: string[] = [];
  let time = 0;
  const tell = progressLine(() => 1000 * time, { isTTY, write: (text: string) => words.push(text) > 0 });
  for (const [seconds, bytes] of times) {
    time = seconds;
    tell(bytes, 100);
  }
  return words;
}

test('a terminal’s line is written over a few times a second, and ends', () => {
  expect(told(true, [0.1, 1], [0.3, 10], [0.4, 20], [1, 50], [1.1, 100])).toEqual(['\r10 %, 3 s left    ', '\r50 %, 1 s left    ', '\r100 %, 0 s left    \n']);
});

test('elsewhere a line comes every five seconds, and none of what is quickly done', () => {
  expect(told(false, [1, 10], [4, 100])).toEqual([]);
  expect(told(false, [3, 10], [6, 50], [7, 60], [12, 100])).toEqual(['50 %, 6 s left\n', '100 %, 0 s left\n']);
});

test('more bytes than were announced are no more than all', () => {
  expect(told(true, [1, 120])).toEqual(['\r100 %, 0 s left    \n']);
});
