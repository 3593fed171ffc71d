import { expect, test } from 'vitest';
import type { Exploration, MatrixFacts } from '../../../engine/protocol.ts';
import { indexFormula, share, whatToSee, whyZero } from './words.ts';

const block = (parameter: string, start: number, size: number, structure: 'channel' | 'all' | 'window', channels: number) => ({ parameter, layer: parameter.split('/')[0], shape: [size], start, size, structure, channels });
const exploration = (blocks: ReturnType<typeof block>[], shape: readonly [number, number, number]) =>
  ({ layer: { name: 'relu1', shape, vector: shape[0] * shape[1] === 1 }, blocks, parameters: new Float32Array(blocks.reduce((sum, { size }) => sum + size, 0)) }) as unknown as Exploration;
const facts = (stored: number[], nonzero: number): MatrixFacts => ({
  largest: 1, stored: stored.reduce((a, b) => a + b), nonzero, blocks: stored.map((each) => ({ parameter: 'p', stored: each, nonzero: 0, largest: { value: 0, row: -1, column: -1 } })),
});

test('one map sees its own channel', () => {
  const small = exploration([block('conv1/kernel', 0, 40, 'channel', 4)], [2, 2, 4]);
  const words = whyZero(small, facts([160], 80));
  expect(words).toContain('16 rows times 40 columns are 640 entries. Only 25\u00a0% of them can differ from zero, and 13\u00a0% do.');
  expect(words).toContain('In conv1/kernel a unit feels only the numbers of its own map, one in 4');
  expect(whatToSee(small, { rowOrder: 'channel', columnOrder: 'channel', measure: 'largest' })).toContain('along diagonals');
  expect(indexFormula(small, { rowOrder: 'channel', columnOrder: 'layer', measure: 'mean' })).toContain('(i·2 + j)·4 + c');
});

test('a dense layer, all of it', () => {
  const words = whyZero(exploration([block('fc/kernel', 0, 30, 'all', 3)], [1, 1, 3]), facts([90], 90));
  expect(words).toContain('Each of them can differ from zero, and all of those do.');
  expect(words).toContain('In fc/kernel a unit may feel every number.');
});

test('the input through a window', () => {
  expect(whyZero(exploration([block('input', 0, 64, 'window', 4)], [4, 4, 1]), facts([16 * 16], 100))).toContain('25\u00a0% of them on average');
});

test('shares', () => {
  expect([share(1, 40), share(399, 400), share(400, 400), share(1, 30_000)]).toEqual(['2.5\u00a0%', 'over 99\u00a0%', '100\u00a0%', '0.0033\u00a0%']);
});
