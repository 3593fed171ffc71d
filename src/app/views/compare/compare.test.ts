import { expect, test } from 'vitest';
import type { Compared, ComparedBlock, Exploration, RunEntry, RunState } from '../../../engine/protocol.ts';
import { defaults } from '../../testing/fakeNetwork.ts';
import { compareRequest, otherOf, type AtHand, type Chosen } from './otherSide.ts';
import { summaryOf, vanished, whyVanished } from './words.ts';

const nothing: Chosen = { unit: null, image: null, moment: null, run: null };
const entry = (id: string, change: Partial<RunEntry> = {}): RunEntry => ({ id, name: id, settings: defaults, digits: null, created: 1, saved: 1, phase: 'finished', iteration: 12, iterations: 12, accuracy: 0.9, ...change });
const hand = (change: Partial<AtHand> = {}): AtHand => ({
  exploration: { id: 4, digit: { index: 7 }, layer: { name: 'relu1', shape: [24, 24, 20] }, wrt: ['conv1/kernel'], batchNorm: 'inference' } as unknown as Exploration,
  unit: { i: 3, j: 4, c: 19 },
  run: { network: 'question', settings: defaults, iteration: 12, readyMade: false, moments: [0, 1, 2], moment: null } as unknown as RunState,
  runs: [], digits: null, images: [7, 9, 12], ...change,
});

test('what was not chosen is what is nearest at hand', () => {
  expect(otherOf(nothing, hand())).toEqual({ unit: { i: 3, j: 4, c: 0 }, image: 9, moment: 0, run: null, batchNorm: 'batch' });
  expect(otherOf({ ...nothing, unit: '1,2,3', image: '12', moment: '1' }, hand())).toMatchObject({ unit: { i: 1, j: 2, c: 3 }, image: 12, moment: 1 });
  expect(otherOf({ ...nothing, unit: '99,2,3', moment: '77' }, hand({ run: { ...hand().run, moment: 0 } }))).toMatchObject({ unit: { i: 3, j: 4, c: 0 }, moment: 2 });
});

test('of the kept runs, another one on the same digits and of the same network', () => {
  const runs = [entry('own'), entry('other digits', { digits: 'aaaabbbbcccc' }), entry('mlp', { settings: { ...defaults, network: 'mlp' } }), entry('seed 2', { settings: { ...defaults, seed: 2 } })];
  expect(otherOf(nothing, hand({ runs })).run!.id).toBe('seed 2');
  expect(otherOf({ ...nothing, run: 'mlp' }, hand({ runs })).run!.id).toBe('seed 2');
  expect(otherOf(nothing, hand({ runs: runs.slice(0, 3) })).run).toBeNull();
});

test('a request changes one thing only', () => {
  const other = otherOf(nothing, hand());
  const base = { digit: 7, of: 'relu1', wrt: ['conv1/kernel'] };
  expect(compareRequest('batch', other, hand(), true)).toEqual({ explorationId: 4, unit: hand().unit, norms: true, other: { question: { ...base, batchNorm: 'batch' }, unit: hand().unit, weights: { kind: 'shown' } } });
  expect(compareRequest('moment', other, hand(), false)!.other).toEqual({ question: base, unit: hand().unit, weights: { kind: 'moment', iteration: 0 } });
  expect(compareRequest('run', other, hand(), false)).toBeNull();
});

test('arrays that vanish are named with the side, and why', () => {
  const block = (parameter: string, norms: [number, number]) => ({ parameter, norms }) as unknown as ComparedBlock;
  const blocks = [block('conv1/kernel', [3, 2]), block('conv1/bias', [1, 0]), block('bn1/beta', [0, 0])];
  expect(vanished(blocks)).toEqual([{ parameter: 'conv1/bias', side: 'B' }]);
  expect(whyVanished({ blocks, takenAway: ['conv1/bias'] })).toMatch(/^With batch statistics the row in conv1\/bias is exactly zero: it adds/);
  expect(whyVanished({ blocks, takenAway: [] })).toBeNull();
  const sides = (a: number, b: number) => [{ norm: a }, { norm: b }] as unknown as Compared['sides'];
  expect(summaryOf({ sides: sides(2, 3), cosine: 0.99, ratio: 1.5, blocks } as unknown as Compared)).toBe('The two rows point almost the same way (cosine 0.990), and B’s is 1.50 times as long as A’s.');
  const own = { ...block('conv1/kernel', [3, 2]), own: true, partCosine: -0.7, part: { one: new Float32Array(4) } };
  expect(summaryOf({ sides: sides(2, 3), cosine: 0, ratio: 1.5, blocks: [own] } as unknown as Compared)).toContain('share no parameter; number by number, their parts in conv1/kernel point roughly opposite ways (cosine −0.700).');
  expect(summaryOf({ sides: sides(2, 0), cosine: null, ratio: 0 } as Compared)).toMatch(/^B’s row is zero/);
});
