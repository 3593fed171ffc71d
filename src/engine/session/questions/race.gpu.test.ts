// The race on WebGPU: what takes long is sampled and said so, and all three agree; the picture is drawn from what was read back.
import { beforeAll, expect, test } from 'vitest';
import { Session } from '../session.ts';

const session = new Session(new URL('/', location.href));
beforeAll(async () => void (await session.open(() => {})));

test('three ways to one matrix', async () => {
  const { id } = await session.explore({ digit: 3, of: 'relu1' });
  const lane = (method: 'loop' | 'batched' | 'structured') => session.ask('race', { explorationId: id, method, race: 1 });
  const [structured, batched, loop] = [await lane('structured'), await lane('batched'), await lane('loop')];
  for (const { engine, rows, agreement } of [structured, batched, loop]) {
    expect([engine, rows]).toEqual(['webgpu', 11_520]);
    expect(agreement.worst).toBeLessThan(1e-5);
  }
  expect(structured.timedRows).toBe(11_520);
  expect(structured.bytes).toBe(11_520 * 28 * 4);
  expect(loop.passes).toBe(11_520);
  expect(batched.passes).toBeLessThan(1000);
  expect(loop.milliseconds).toBeGreaterThan(structured.milliseconds);
  expect(batched.milliseconds).toBeGreaterThan(structured.milliseconds);
}, 90_000);

test('a tile has the entries of rows', async () => {
  const { id } = await session.explore({ digit: 3, of: 'relu1' });
  const row = await session.row(id, { i: 10, j: 10, c: 3 });
  const { values } = await session.ask('matrix', {
    explorationId: id, rowOrder: 'position', columnOrder: 'layer', measure: 'largest', rows: { first: row.index, count: 1 }, columns: { first: 100, count: 400 }, height: 1, width: 400,
  });
  expect(Array.from(values)).toEqual(Array.from(row.values.subarray(100, 500)));
});
