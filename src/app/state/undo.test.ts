import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { createExplorer, type Explorer } from './explorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function open() {
  const engine = fakeEngine({ channels: 2, delay: 5 });
  const written: string[] = [];
  const explorer = createExplorer(() => ({ api: engine, close: () => {} }), { read: () => '', follow: (store, write) => store.subscribe(() => written.push(write())) });
  await explorer.start();
  return { explorer, written };
}

const selection = (explorer: Explorer) => explorer.store.getState().selection;
const history = (explorer: Explorer) => explorer.store.getState().history;
const shown = (explorer: Explorer) => explorer.frames.get('row', explorer.store.getState().shown.row)!;
const later = () => vi.advanceTimersByTimeAsync(1000);

test('undo and redo lead through every choice, and pictures and link follow', async () => {
  const { explorer, written } = await open();
  const first = selection(explorer);
  await explorer.select({ unit: { i: 3, j: 4, c: 1 } });
  await later();
  await explorer.select({ of: 'bn1' });
  await later();
  await explorer.select({ parameter: 'bn1/gamma[1]', mode: 'parameter' });
  const last = selection(explorer);
  await explorer.undo();
  expect(selection(explorer)).toMatchObject({ of: 'bn1', parameter: null, mode: 'activation' });
  await explorer.undo();
  await explorer.undo();
  expect(selection(explorer)).toEqual(first);
  expect(shown(explorer).unit).toEqual(first.unit);
  expect(history(explorer)).toMatchObject({ past: [], future: { length: 3 } });
  await explorer.undo();
  expect(selection(explorer)).toEqual(first);
  for (let k = 0; k < 4; k++) await explorer.redo();
  expect(selection(explorer)).toEqual(last);
  expect(written.at(-1)).toContain('parameter=bn1/gamma[1]');
});

test('steps of one kind in quick succession are one; of another kind, or later, they are not', async () => {
  const { explorer } = await open();
  const first = selection(explorer).unit;
  for (let j = 0; j < 5; j++) {
    await explorer.select({ unit: { i: 2, j, c: 0 } });
    await vi.advanceTimersByTimeAsync(300);
  }
  await explorer.select({ digit: 5 });
  await explorer.undo();
  expect(selection(explorer).unit).toEqual({ i: 2, j: 4, c: 0 });
  await explorer.undo();
  expect(selection(explorer).unit).toEqual(first);
  await explorer.redo();
  await explorer.select({ unit: { i: 7, j: 7, c: 0 } });
  expect(history(explorer).future).toEqual([]);
  await explorer.undo();
  expect(selection(explorer).unit).toEqual({ i: 2, j: 4, c: 0 });
});

test('choosing what is chosen already is no step', async () => {
  const { explorer } = await open();
  await explorer.select({ unit: { ...selection(explorer).unit! }, mode: 'activation' });
  expect(history(explorer).past).toEqual([]);
});

test('other digits end the history; more training does not', async () => {
  const { explorer } = await open();
  await explorer.select({ unit: { i: 2, j: 2, c: 0 } });
  await explorer.command('train');
  await vi.advanceTimersByTimeAsync(2000);
  expect(history(explorer).past).toHaveLength(1);
  await explorer.takeDigits({ kind: 'files', name: 'mine', files: [{ path: 'a/1.png', file: new Blob() }], folders: [] });
  await later();
  expect(history(explorer)).toEqual({ past: [], future: [] });
});
