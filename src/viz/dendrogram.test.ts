import { expect, test } from 'vitest';
import { clustersAt, elbowsOf } from './dendrogram.ts';

// ((0 2) (1 3)): leaves drawn 0 2 1 3.
const tree = { order: [0, 2, 1, 3], left: [0, 1, 4], right: [2, 3, 5], height: [0.1, 0.2, 0.8] };

test('elbows join places of leaves, and midways of merges', () => {
  expect(elbowsOf(tree)).toEqual([
    { from: 0.5, to: 1.5, start: 0, end: 0, depth: 0.125 },
    { from: 2.5, to: 3.5, start: 0, end: 0, depth: 0.25 },
    { from: 1, to: 3, start: 0.125, end: 0.25, depth: 1 },
  ]);
});

test('a tree of equals has no depth, of one leaf no elbows', () => {
  expect(elbowsOf({ order: [0, 1], left: [0], right: [1], height: [0] })[0].depth).toBe(0);
  expect(elbowsOf({ order: [0], left: [], right: [], height: [] })).toEqual([]);
});

test('clusters at a height', () => {
  expect([0, 0.15, 0.5, 1].map((height) => clustersAt(tree, height))).toEqual([4, 3, 2, 1]);
});
