// The page’s one selection and its pictures: what is shown after a choice, and what is said when one fails.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { open, row, state } from '../testing/openExplorer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('opens on the ready-made run with a digit that is read rightly and a unit that is on', async () => {
  const { explorer } = open();
  await explorer.start();
  const { status, run, selection, notices } = state(explorer);
  expect(status).toBe('ready');
  expect(run!.readyMade).toBe(true);
  expect(selection.digit).not.toBeNull();
  expect(row(explorer)).toMatchObject({ unit: selection.unit, off: false });
  expect(row(explorer).norm).toBeGreaterThan(0);
  expect(notices).toEqual([]);
});

test('row and column are linked: the number where they cross is the same', async () => {
  const { explorer } = open();
  await explorer.start();
  const { selection } = state(explorer);
  await explorer.select({ parameter: `conv1/kernel[2,3,0,${selection.unit!.c}]`, mode: 'parameter' });
  const { shown } = state(explorer);
  const column = explorer.frames.get('column', shown.column)!;
  expect(state(explorer).selection.unit).toEqual(selection.unit);
  expect(column.values[row(explorer).index]).toBe(row(explorer).values[column.index]);
});

test('clicking fast shows the last unit only', async () => {
  const { explorer, engine } = open();
  await explorer.start();
  const before = engine.calls.filter((name) => name === 'row').length;
  await Promise.all([1, 2, 3, 4].map((i) => explorer.select({ unit: { i, j: 0, c: 0 } })));
  expect(row(explorer).unit).toEqual({ i: 4, j: 0, c: 0 });
  expect(engine.calls.filter((name) => name === 'row').length - before).toBeLessThanOrEqual(2);
});

test('a refused setting is told beside its field and kept out of the link', async () => {
  const { explorer, written } = open();
  await explorer.start();
  await explorer.setSetting('epochs', 0);
  expect(state(explorer).problems).toEqual([{ field: 'epochs', message: expect.stringContaining('epochs: 0') }]);
  expect(written.at(-1)).not.toContain('epochs');
  await explorer.setSetting('epochs', 7);
  expect(state(explorer).problems).toEqual([]);
  expect(written.at(-1)).toContain('epochs=7');
});

test('a failed call is said in the page and the pictures stay', async () => {
  const row404 = () => Promise.reject({ code: 'row', message: 'row: none. Choose another unit.' });
  const { explorer } = open();
  await explorer.start();
  const { shown } = state(explorer);
  const broken = open('', { row: row404 });
  await broken.explorer.start();
  expect(state(broken.explorer).notices).toMatchObject([{ tone: 'error', text: 'row: none. Choose another unit.' }]);
  expect(state(broken.explorer).busy).toBe(false);
  expect(state(explorer).shown).toEqual(shown);
});

test('thumbnails: pages join, and a filter begins anew', async () => {
  const { explorer } = open();
  await explorer.start();
  const first = state(explorer).browsing.items.length;
  await explorer.more();
  const { items, pixels } = state(explorer).browsing;
  expect(items.length).toBeGreaterThan(first);
  expect(explorer.frames.get('pixels', pixels)!.length).toBe(items.length * 784);
  await explorer.setFilter({ label: 3, outcome: 'wrong' });
  const wrong = state(explorer).browsing.items;
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.every(({ label, predicted }) => label === 3 && predicted !== 3)).toBe(true);
});

test('a check belongs to its row, and repeats by itself when it was cheap', async () => {
  const { explorer, engine } = open();
  await explorer.start();
  await explorer.check();
  expect(state(explorer).checking!.result!.reference.worst).toBe(1e-7);
  await explorer.select({ unit: { i: 7, j: 7, c: 0 } });
  expect(state(explorer).checking!.row).not.toBe(state(explorer).shown.row);
  await vi.advanceTimersByTimeAsync(1000);
  expect(state(explorer).checking!.row).toBe(state(explorer).shown.row);
  expect(engine.calls.filter((name) => name === 'check')).toHaveLength(2);
});
