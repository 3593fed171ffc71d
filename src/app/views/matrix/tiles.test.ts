import { expect, test } from 'vitest';
import type { MatrixRequest, MatrixTile } from '../../../engine/protocol.ts';
import { createTiles, type MatrixSubject } from './tiles.ts';

const subject: MatrixSubject = { explorationId: 1, rows: 11_520, columns: 560, rowOrder: 'position', columnOrder: 'layer', measure: 'largest', rowsAtOnce: Infinity };
const facts = { largest: 1, stored: 1, nonzero: 1, blocks: [] };

/** Answers when told to. */
function slowEngine() {
  const asked: { request: MatrixRequest; answer: () => void; fail: (error: unknown) => void }[] = [];
  const ask = (request: MatrixRequest) =>
    new Promise<MatrixTile>((resolve, reject) => {
      const { explorationId, height, width } = request;
      asked.push({ request, answer: () => resolve({ explorationId, height, width, values: new Float32Array(height * width), whole: facts }), fail: reject });
    });
  const order = async () => ({ explorationId: 1, rowOrder: 'position', columnOrder: 'layer', rowAt: new Int32Array(0), columnAt: new Int32Array(0), channelOf: new Int32Array(0) }) as const;
  return { asked, engine: { tile: ask, order } };
}
const tick = () => new Promise((resolve) => setTimeout(resolve));
const near = (x: number, y: number) => ({ down: 0, across: 0, y, x });

test('nothing before somebody listens; the overview first, then what is in sight, one at a time; what went out of sight is not asked for', async () => {
  const { asked, engine } = slowEngine();
  const tiles = createTiles(subject, engine);
  tiles.want([near(0, 0), near(0, 1), near(0, 2)]);
  await tick();
  expect(asked).toHaveLength(0);
  tiles.subscribe(() => {});
  await tick();
  expect(asked).toHaveLength(1);
  expect(asked[0].request).toMatchObject({ rows: { first: 0, count: 11_520 }, height: 400, width: 560 });
  asked[0].answer();
  await tick();
  expect(tiles.overview).not.toBeNull();
  expect(asked[1].request).toMatchObject({ rows: { first: 0, count: 256 }, columns: { first: 0, count: 512 }, height: 256, width: 512 });
  tiles.want([near(1, 40)]);
  asked[1].answer();
  await tick();
  expect(asked[2].request).toMatchObject({ rows: { first: 10_240, count: 256 }, columns: { first: 512, count: 48 } });
  asked[2].answer();
  await tick();
  expect(asked).toHaveLength(3);
  expect(tiles.tile(near(0, 0))).not.toBeNull();
  expect(tiles.tile(near(0, 1))).toBeNull();
});

test('an error stops the asking until it is tried again', async () => {
  const { asked, engine } = slowEngine();
  const tiles = createTiles(subject, engine);
  tiles.subscribe(() => {});
  await tick();
  asked[0].fail({ code: 'device-lost', message: 'gone' });
  await tick();
  expect(tiles.problem).toMatchObject({ message: 'gone' });
  tiles.want([near(0, 0)]);
  expect(asked).toHaveLength(1);
  tiles.again();
  await tick();
  expect(asked).toHaveLength(2);
});

test('where rows are computed anew, coarse pieces of many rows are left to the overview', async () => {
  const { asked, engine } = slowEngine();
  const tiles = createTiles({ ...subject, rowsAtOnce: 1000 }, engine);
  tiles.subscribe(() => {});
  await tick();
  asked[0].answer();
  await tick();
  tiles.want([{ down: 3, across: 0, y: 0, x: 0 }, { down: 1, across: 0, y: 0, x: 0 }]);
  expect(asked).toHaveLength(2);
  expect(asked[1].request.rows).toEqual({ first: 0, count: 512 });
});
