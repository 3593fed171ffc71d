import { expect, test } from 'vitest';
import type { EngineApi, OwnFile } from '../../engine/protocol.ts';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { createExplorer } from './explorer.ts';

function open(query = '', change: Partial<EngineApi> = {}) {
  const engine = fakeEngine({ channels: 2 });
  const written: string[] = [];
  const explorer = createExplorer(() => ({ api: { ...engine, ...change }, close: () => {} }), {
    read: () => query,
    follow: (store, write) => store.subscribe(() => written.push(write())),
  });
  return { engine, explorer, written, state: () => explorer.store.getState() };
}

const files: OwnFile[] = [{ path: 'mine/a/1.png', file: new Blob(['x']) }];
const mine = { kind: 'files', name: 'mine', files, folders: ['mine', 'mine/a'] } as const;

test('digits of one’s own take the place of the shipped ones: nothing of the old view is left, the link names them', async () => {
  const { explorer, state, written } = open('?digit=13&unit=3,4,1');
  await explorer.start();
  await explorer.setFilter({ label: 4 });
  await explorer.takeDigits(mine);
  await expect.poll(() => state().busy || state().browsing.busy).toBe(false);
  expect(state().opened!.digits).toMatchObject({ name: 'mine', names: expect.arrayContaining(['a', 'j']) });
  expect(state().browsing.filter.label).toBeNull();
  expect(state().selection.digit).not.toBe(13);
  expect(state().run!.phase).toBe('untrained');
  expect(state().handedOver).toEqual({ name: 'mine', reading: false, leftOut: [{ name: 'a.txt', reason: 'not an image' }], notes: [], error: null });
  expect(written.at(-1)).toMatch(/^\?data=aaaabbbbcccc&/);
  expect(written.at(-1)).not.toContain('run=');
  await explorer.takeDigits({ kind: 'kept', identity: null });
  expect(state()).toMatchObject({ handedOver: null, opened: { digits: { name: null } }, run: { phase: 'ready-made' } });
  expect(state().kept.map(({ name }) => name)).toEqual([null, 'mine']);
});

test('digits that are refused are said where they were handed over, and change nothing', async () => {
  const { explorer, state } = open();
  await explorer.start();
  const { selection, shown, opened } = state();
  await explorer.takeDigits({ ...mine, files: [] });
  expect(state().handedOver).toMatchObject({ reading: false, error: { code: 'digits', detail: 'a.txt: not an image' } });
  expect(state()).toMatchObject({ selection, shown, opened: { digits: opened!.digits }, notices: [] });
});

test('an image is looked at without being part of the digits, and is in no link', async () => {
  const { explorer, state, written } = open();
  await explorer.start();
  await explorer.showImage({ kind: 'file', name: 'ink.png', file: new Blob(['x']) });
  expect(state().beside).toEqual({ index: 200, name: 'ink.png', inverted: true });
  expect(explorer.frames.get('exploration', state().shown.exploration)!.digit).toMatchObject({ index: 200, label: null });
  expect(written.at(-1)).not.toContain('digit=');
});

test('a link to digits of one’s own waits for them, and then shows its view', async () => {
  const { explorer, state } = open('?data=aaaabbbbcccc&seed=5&digit=13&unit=3,4,1&imagesPerClass=20');
  await explorer.start();
  expect(state().notices.map(({ text }) => text)).toEqual([expect.stringMatching(/^This link shows digits of the visitor’s own \(set aaaabbbbcccc\)/)]);
  expect(state().selection.digit).not.toBe(13);
  await explorer.takeDigits(mine);
  expect(state().notices).toEqual([]);
  expect(state().draft).toMatchObject({ seed: 5, imagesPerClass: 20 });
  expect(state().selection).toMatchObject({ digit: 13, unit: { i: 3, j: 4, c: 1 } });
});

test('of two that are handed over the later one is told of', async () => {
  const engine = fakeEngine({ channels: 2 });
  let refuse: (error: object) => void = () => {};
  const useDigits: EngineApi['useDigits'] = (source, settings) => (source.kind === 'files' && source.name === 'slow' ? new Promise((_, reject) => (refuse = reject)) : engine.useDigits(source, settings));
  const { explorer, state } = open('', { ...engine, useDigits });
  await explorer.start();
  const slow = explorer.takeDigits({ ...mine, name: 'slow' });
  expect(state().handedOver).toMatchObject({ name: 'slow', reading: true });
  await explorer.takeDigits(mine);
  refuse({ code: 'digits', message: 'images: none could be used. Give some.' });
  await slow;
  expect(state()).toMatchObject({ handedOver: { name: 'mine', reading: false, error: null }, notices: [] });
});

test('a file’s image is turned from light to dark and back; a drawing is not', async () => {
  const engine = fakeEngine({ channels: 2 });
  const shown: unknown[] = [];
  const showImage: EngineApi['showImage'] = async (source) => {
    shown.push(source);
    return { ...(await engine.showImage(source)), inverted: source.kind === 'file' && (source.invert ?? true) };
  };
  const { explorer, state } = open('', { ...engine, showImage });
  await explorer.start();
  await explorer.turnImage();
  const ink = { kind: 'file', name: 'ink.png', file: new Blob(['x']) } as const;
  await explorer.showImage(ink);
  await explorer.turnImage();
  await explorer.turnImage();
  expect(shown).toEqual([ink, { ...ink, invert: false }, { ...ink, invert: true }]);
  expect(state().beside).toMatchObject({ inverted: true });
  await explorer.showImage({ kind: 'drawing', name: 'drawing', height: 1, width: 1, rgba: new Uint8ClampedArray(4) });
  await explorer.turnImage();
  expect(shown).toHaveLength(4);
});
