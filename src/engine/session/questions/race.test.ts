// The race on the processor: three ways to one matrix, timed by rows, that agree.
import { beforeAll, expect, test } from 'vitest';
import type { Exploration } from '../../protocol.ts';
import { fromDisk, PUBLIC } from '../../testing/publicFolder.ts';
import { Session } from '../session.ts';

const session = new Session(PUBLIC, fromDisk);
let exploration: Exploration;

beforeAll(async () => {
  await session.open(() => {}, { backend: 'cpu' });
  exploration = await session.explore({ digit: 3, of: 'relu1' });
}, 60_000);

test('each lane says what it took, and its rows are those on show', async () => {
  const lanes = [];
  for (const method of ['structured', 'batched', 'loop'] as const) lanes.push(await session.ask('race', { explorationId: exploration.id, method, race: 1 }));
  const [structured, batched, loop] = lanes;
  for (const lane of lanes) {
    expect(lane).toMatchObject({ engine: 'cpu', rows: 11_520, passes: 11_520 });
    expect(lane.agreement.worst).toBeLessThan(1e-12);
    expect(lane.agreement.rows).toBe(32);
    expect(lane.runs.length).toBeGreaterThan(0);
    expect(lane.runs.length).toBeLessThanOrEqual(5);
    expect(lane.milliseconds).toBeGreaterThanOrEqual(Math.min(...lane.runs));
    // Rows that were not computed take as long each as those that were, but for what is done once.
    const even = (Math.max(...lane.runs) / lane.timedRows) * lane.rows;
    expect(lane.milliseconds).toBeLessThanOrEqual(1.1 * even);
    if (lane.timedRows < lane.rows) expect(lane.milliseconds).toBeGreaterThan((0.2 * Math.min(...lane.runs) * lane.rows) / lane.timedRows);
    else expect(lane.runs).toContain(lane.milliseconds);
  }
  // 8 bytes a number: 28 a row against 560.
  expect([structured.bytes, batched.bytes, loop.bytes]).toEqual([11_520 * 28 * 8, 11_520 * 560 * 8, 11_520 * 560 * 8]);
  expect(batched.multiplyAdds).toBeGreaterThan(100 * structured.multiplyAdds);
  expect(loop.timedRows).toBeLessThan(11_520);
  expect(loop.milliseconds).toBeGreaterThan(10 * structured.milliseconds);
}, 60_000);

test('a lane is stopped by its name', async () => {
  const running = session.ask('race', { explorationId: exploration.id, method: 'loop', race: 2 });
  setTimeout(() => void session.cancel('race'), 200);
  await expect(running).rejects.toThrow(/abort/i);
}, 30_000);
