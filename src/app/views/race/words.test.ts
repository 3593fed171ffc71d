import { expect, test } from 'vitest';
import type { Exploration, RaceLane } from '../../../engine/protocol.ts';
import { agreement, howMeasured, verdict } from './words.ts';

const lane = (change: Partial<RaceLane>): RaceLane => ({
  explorationId: 1, method: 'loop', race: 1, engine: 'cpu', rows: 11_520, timedRows: 11_520, runs: [5], milliseconds: 5, compileMilliseconds: 0, passes: 1, bytes: 1, multiplyAdds: 1,
  agreement: { rows: 32, worst: 0, row: 0, column: 0, here: 0, shown: 0 }, ...change,
});
const exploration = { layer: { name: 'relu1', shape: [24, 24, 20], vector: false }, blocks: [{ parameter: 'conv1/kernel', layer: 'conv1', shape: [5, 5, 1, 20], start: 0, size: 500, structure: 'channel', channels: 20 }] } as unknown as Exploration;

test('who is faster, and by how much', () => {
  expect(verdict([lane({ milliseconds: 900 }), lane({ method: 'batched', milliseconds: 25 }), lane({ method: 'structured', milliseconds: 2 })])).toBe(
    'Structured took 2.0\u00a0ms: 13 times faster than dense batches, and 450 times faster than the loop.',
  );
  expect(verdict([lane({})])).toBe('');
});

test('what was extrapolated says from what', () => {
  expect(howMeasured(lane({ timedRows: 57, runs: [1, 2, 3] }))).toBe('extrapolated from 57 rows, median of 3 runs');
  expect(howMeasured(lane({}))).toBe('one run');
});

test('the worst difference says where it is', () => {
  const off = lane({ method: 'batched', agreement: { rows: 32, worst: 2.4e-7, row: 481, column: 7, here: 1.5, shown: 1.25 } });
  expect(agreement([lane({}), off], exploration)).toContain('at most 2.4e−7 of a row’s largest (dense batches, map 1, row 1, column 0, conv1/kernel[0,0,0,7]: 1.5000000 against 1.2500000)');
  expect(agreement([lane({})], exploration)).toContain('every number is the same');
});
