import { beforeAll, expect, test } from 'vitest';
import { parseNpy } from '../data/npy.ts';
import type { EngineEvent, Exploration, ExportRequest, ExportStarted, SelectionExportRequest } from '../protocol.ts';
import { fromDisk, PUBLIC } from '../testing/publicFolder.ts';
import { unzip } from '../testing/unzip.ts';
import { Session } from './session.ts';

const events: EngineEvent[] = [];
const session = new Session(PUBLIC, fromDisk);
let explored: Exploration;
beforeAll(async () => {
  await session.open((event) => events.push(event), { backend: 'cpu' });
  await session.choose('three-block');
  explored = await session.explore({ digit: 3, of: 'fc', wrt: ['fc/kernel', 'conv1/bias'] });
});

const fetchAll = async (request: ExportRequest) => fetched(await session.exportJacobian(request));

async function fetched(started: ExportStarted) {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = await session.exportChunk(started.exportId);
    if (!piece) break;
    expect(piece.byteLength).toBe(piece.buffer.byteLength);
    pieces.push(piece);
  }
  return { started, bytes: new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer()) };
}

const entryOf = (zip: Uint8Array, name: string) => unzip(zip).get(name)!;

test('a dense npz holds the rows that the page shows, and says what it is', async () => {
  const { started, bytes } = await fetchAll({ explorationId: explored.id, format: 'npz', layout: 'dense' });
  expect(started.name).toBe('jacobian-three-block-fc-image-3-dense.npz');
  expect(started.bytes / bytes.length).toBeGreaterThan(0.5);
  expect(started.bytes / bytes.length).toBeLessThan(1.5);
  const { shape, data } = parseNpy(entryOf(bytes, 'J.npy'));
  expect(shape).toEqual([10, 15680 + 8]);
  for (const c of [0, 9]) {
    const { values } = await session.row(explored.id, { i: 0, j: 0, c });
    values.forEach((value, p) => expect(Math.fround(data[c * shape[1] + p])).toBe(value));
  }
  const about = JSON.parse(new TextDecoder().decode(parseNpy(entryOf(bytes, 'about.npy')).data as Uint8Array));
  expect(about).toMatchObject({ of: 'fc', network: 'three-block', layout: 'dense', batchNorm: 'inference' });
});

test('several images: the explored one and those that follow it', async () => {
  const { started, bytes } = await fetchAll({ explorationId: explored.id, format: 'npz', layout: 'blocks', images: 3 });
  expect(started.name).toBe('jacobian-three-block-fc-3-images-blocks.npz');
  expect(parseNpy(entryOf(bytes, 'input.npy')).shape).toEqual([3, 28, 28, 1]);
  expect(parseNpy(entryOf(bytes, 'h.npy')).shape).toEqual([3, 10]);
  expect([...parseNpy(entryOf(bytes, 'h.npy')).data.subarray(0, 10)].map(Math.fround)).toEqual([...explored.activations]);
});

test('a program beside the file names it, and its columns in their order', async () => {
  const text = await session.snippet(explored.id, 'pytorch');
  expect(text).toContain('"jacobian-three-block-fc-image-3-dense.npz"');
  expect(text).toContain('WRT = ["conv1/bias", "fc/kernel"]');
  expect(await session.snippet(explored.id, 'matlab')).toMatch(/^file = 'jacobian-three-block-fc-image-3-dense\.mat';$/m);
});

test('a mat file begins as MATLAB’s level 5', async () => {
  const { started, bytes } = await fetchAll({ explorationId: explored.id, format: 'mat', layout: 'parameters' });
  expect(started.name).toMatch(/\.mat$/);
  expect(new TextDecoder().decode(bytes.subarray(0, 19))).toBe('MATLAB 5.0 MAT-file');
});

test('an export that is stopped, or followed by another, is over; one that is over leaves nothing', async () => {
  const first = await session.exportJacobian({ explorationId: explored.id, format: 'npz', layout: 'dense' });
  const second = await session.exportJacobian({ explorationId: explored.id, format: 'npz', layout: 'dense' });
  await expect(session.exportChunk(first.exportId)).rejects.toMatchObject({ code: 'aborted' });
  expect(await session.exportChunk(second.exportId)).not.toBeNull();
  await session.cancel('export');
  await expect(session.exportChunk(second.exportId)).rejects.toMatchObject({ code: 'aborted', message: expect.stringMatching(/^export: \d+ is over or was stopped; begin it again$/) });
  await expect(session.exportJacobian({ explorationId: explored.id, format: 'npz', layout: 'dense', images: 0 })).rejects.toMatchObject({ message: 'images: 0 cannot be exported; give 1 to 10 000' });
  const progress = events.filter((event) => event.kind === 'progress' && event.task === 'export');
  if (progress.length > 0) expect(progress.at(-1)).toEqual({ kind: 'progress', task: 'export', progress: null });
});

test('a selection: the row in the shapes of its parameters, the column, and where each belongs', async () => {
  const column = 5;
  const request: SelectionExportRequest = { explorationId: explored.id, format: 'npz', unit: { i: 0, j: 0, c: 7 }, column, provenance: 'made in a test', link: 'https://example.org/?digit=3' };
  const { started, bytes } = await fetched(await session.exportSelection(request));
  expect(started.name).toBe('selection-three-block-fc-image-3-unit-7.npz');
  const array = (name: string) => parseNpy(entryOf(bytes, `${name}.npy`));
  const row = await session.row(explored.id, request.unit);
  expect([...array('row').data].map(Math.fround)).toEqual([...row.values]);
  expect(array('row/fc/kernel').shape).toEqual([1568, 10]);
  expect([...array('row/conv1/bias').data].map(Math.fround)).toEqual([...row.values.subarray(0, 8)]);
  expect([...array('column').data].map(Math.fround)).toEqual([...(await session.column(explored.id, column)).values]);
  expect(array('column').shape).toEqual([1, 10]);
  expect([...array('parameter').data]).toEqual([...array('columns').data.subarray(5 * column, 5 * column + 5)]);
  expect([...array('unit').data]).toEqual([0, 0, 0, 7]);
  expect([...array('picture').data]).toEqual([...explored.digit.pixels]);
  expect([...array('prediction').data].map(Math.fround)).toEqual([...explored.probabilities]);
  expect(array('weights/fc/kernel').shape).toEqual([1568, 10]);
  const about = JSON.parse(new TextDecoder().decode(array('about').data as Uint8Array));
  expect(about).toMatchObject({ of: 'fc', network: 'three-block', layout: 'selection', unit: request.unit, activation: row.activation, parameter: { name: 'conv1/bias', position: [5] }, provenance: 'made in a test' });
  await expect(session.exportSelection({ ...request, unit: { i: 1, j: 0, c: 0 } })).rejects.toMatchObject({ code: 'no-such-unit' });
  await expect(session.exportSelection({ ...request, column: 99_999 })).rejects.toMatchObject({ code: 'no-such-parameter' });
});
