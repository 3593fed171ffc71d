// The picture of the matrix against the matrix itself, entry by entry.
import { beforeAll, expect, test } from 'vitest';
import type { Exploration, MatrixRequest } from '../../protocol.ts';
import { fromDisk, PUBLIC } from '../../testing/publicFolder.ts';
import { Session } from '../session.ts';
import { columnPlaces, inverse, rowPlaces } from './order.ts';

const session = new Session(PUBLIC, fromDisk);
let exploration: Exploration;
let matrix: Float32Array[];
const P = 560;

beforeAll(async () => {
  await session.open(() => {}, { backend: 'cpu' });
  exploration = await session.explore({ digit: 3, of: 'relu1' });
  matrix = [];
  for (let i = 0; i < 24; i++) for (let j = 0; j < 24; j++) for (let c = 0; c < 20; c++) matrix.push((await session.row(exploration.id, { i, j, c })).values);
}, 60_000);

const whole = (): MatrixRequest => ({
  explorationId: exploration.id, rowOrder: 'position', columnOrder: 'layer', measure: 'largest', rows: { first: 0, count: 11_520 }, columns: { first: 0, count: P }, height: 97, width: 41,
});

/** The same by the definition: entry by entry, from rows. */
function expected({ rowOrder, columnOrder, measure, rows, columns, height, width }: MatrixRequest): Float32Array {
  const [rowAt, columnAt] = [inverse(rowPlaces([24, 24, 20], rowOrder)), inverse(columnPlaces(exploration.blocks, columnOrder))];
  const edge = (cell: number, count: number, cells: number) => Math.floor((cell * count) / cells);
  const values = new Float32Array(height * width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const entries: number[] = [];
      for (let r = edge(y, rows.count, height); r < edge(y + 1, rows.count, height); r++)
        for (let p = edge(x, columns.count, width); p < edge(x + 1, columns.count, width); p++) entries.push(matrix[rowAt[rows.first + r]][columnAt[columns.first + p]]);
      values[y * width + x] = measure === 'mean' ? entries.reduce((sum, value) => sum + value, 0) / entries.length : entries.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    }
  return values;
}

test.each([
  ['as stored', {}],
  ['rows by channel, columns too', { rowOrder: 'channel', columnOrder: 'channel' }],
  ['means of a part', { measure: 'mean', rows: { first: 1234, count: 1000 }, columns: { first: 77, count: 333 }, height: 333, width: 200 }],
  ['single entries', { rowOrder: 'channel', rows: { first: 5000, count: 40 }, columns: { first: 500, count: 60 }, height: 40, width: 60 }],
] as const)('%s', async (_name, change) => {
  const request: MatrixRequest = { ...whole(), ...change };
  const tile = await session.ask('matrix', request);
  const wanted = expected(request);
  // The largest of equals of either sign may be either; means are added up in another order.
  const [ours, theirs] = request.measure === 'mean' ? [tile.values, wanted] : [tile.values.map(Math.abs), wanted.map(Math.abs)];
  expect(Math.max(...ours.map((value, k) => Math.abs(value - theirs[k])))).toBeLessThan(1e-6 * tile.whole.largest);
  expect(tile.whole.stored).toBe(11_520 * 28);
});

test('by channel, all but a twentieth of the picture is empty', async () => {
  const { values } = await session.ask('matrix', { ...whole(), rowOrder: 'channel', columnOrder: 'channel', height: 20, width: 20, columns: { first: 0, count: 520 } });
  const filled = values.reduce((count, value, k) => count + (value !== 0 && Math.floor(k / 20) === k % 20 ? 1 : 0), 0);
  expect(filled).toBeGreaterThan(10);
  expect(rowPlaces([2, 2, 3], 'channel')).toEqual(Int32Array.of(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11));
});

test('what is said of the whole is so by the definition', async () => {
  const { whole: facts } = await session.ask('matrix', { ...whole(), rows: { first: 0, count: 5 }, height: 5, width: 1 });
  expect(facts.nonzero).toBe(matrix.reduce((sum, row) => sum + row.reduce((count, value) => count + (value === 0 ? 0 : 1), 0), 0));
  exploration.blocks.forEach(({ parameter, start, size }, b) => {
    const block = facts.blocks[b];
    expect(block).toMatchObject({ parameter, stored: (11_520 * size) / 20 });
    const largest = Math.max(...matrix.map((row) => Math.max(...row.subarray(start, start + size).map(Math.abs))));
    expect(Math.abs(block.largest.value)).toBeCloseTo(largest, 6);
    expect(matrix[block.largest.row][block.largest.column]).toBeCloseTo(block.largest.value, 6);
  });
  expect(facts.largest).toBe(Math.max(...facts.blocks.map(({ largest }) => Math.abs(largest.value))));
});

test('an order says what lies at each place', async () => {
  const order = await session.ask('matrixOrder', { explorationId: exploration.id, rowOrder: 'channel', columnOrder: 'channel' });
  // The second map’s first unit, and the first number of the second kernel after the 26 of the first channel.
  expect([order.rowAt[0], order.rowAt[576], order.rowAt[577]]).toEqual([0, 1, 21]);
  expect([order.columnAt[0], order.columnAt[1], order.columnAt[25], order.columnAt[26]]).toEqual([0, 20, 500, 1]);
  expect([order.channelOf[7], order.channelOf[27], order.channelOf[503]]).toEqual([7, 7, 3]);
});

test('an entry is that of its row', async () => {
  const { value } = await session.ask('entry', { explorationId: exploration.id, row: 5000, column: 260 });
  expect(value).toBe(matrix[5000][260]);
  await expect(session.ask('entry', { explorationId: exploration.id, row: 5000, column: 560 })).rejects.toThrow('column: 560 is not in the matrix');
});

test('columns of an array that no channel owns are grouped by its own output channels', () => {
  const block = { parameter: 'fc/kernel', layer: 'fc', shape: [2, 3], start: 0, size: 6, structure: 'all', channels: 16 } as const;
  expect(columnPlaces([block], 'channel')).toEqual(Int32Array.of(0, 2, 4, 1, 3, 5));
});

test('what is not in the matrix is refused by name', async () => {
  await expect(session.ask('matrix', { ...whole(), rows: { first: 11_000, count: 1000 } })).rejects.toThrow('rows: 11000 to 11999 are not all in the matrix');
  await expect(session.ask('matrix', { ...whole(), width: 561 })).rejects.toThrow('cells: 561 for 560 columns');
  await expect(session.ask('matrix', { ...whole(), height: 10_000, width: 401 })).rejects.toThrow('cells: 10000 × 401 are too many for one picture');
  await expect(session.ask('matrix', { ...whole(), explorationId: 99 })).rejects.toThrow('exploration: 99 is no longer kept');
});

/** All pictures of one exploration against those of the same one kept whole. */
async function expectSame(ask: Parameters<Session['explore']>[0], parts: Pick<MatrixRequest, 'rows' | 'columns' | 'height' | 'width'>[]) {
  const [held, inParts] = [await session.explore(ask), await session.explore({ ...ask, budget: 1e6 })];
  expect([held.inParts, inParts.inParts]).toEqual([false, true]);
  for (const rowOrder of ['position', 'channel'] as const)
    for (const part of parts) {
      const request = { ...part, rowOrder, columnOrder: 'channel', measure: 'largest' } as const;
      const [a, b] = [await session.ask('matrix', { ...request, explorationId: held.id }), await session.ask('matrix', { ...request, explorationId: inParts.id })];
      expect(b.whole).toEqual(a.whole);
      expect(Array.from(b.values)).toEqual(Array.from(a.values));
    }
}

test('larger than the budget, and with respect to the input: the same pictures', async () => {
  const parts = [{ rows: { first: 3000, count: 700 }, columns: { first: 5, count: 500 }, height: 70, width: 100 }];
  await expectSame({ digit: 3, of: 'relu1' }, parts);
  await expectSame({ digit: 3, of: 'conv1', wrt: 'input' }, parts);
}, 60_000);
