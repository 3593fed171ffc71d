import { expect, test } from 'vitest';
import { condense, heatHit, heatLayout, nearestKnown, timeFrame, valueAxis } from './timePlot.ts';

const frame = timeFrame(400, 200);

test('a logarithmic axis holds every positive value between powers of ten, a linear one reaches zero', () => {
  const log = valueAxis([0.02, 370, 0, NaN], 'log', frame);
  expect(log.scale.domain()).toEqual([0.01, 1000]);
  expect(log.ticks).toEqual([0.01, 0.1, 1, 10, 100, 1000]);
  expect(log.scale(370)).toBeGreaterThan(frame.top);
  expect(valueAxis([1e-30, 1], 'log', frame).scale.domain()).toEqual([1e-8, 1]);
  expect(valueAxis([1e-8, 1], 'log', frame).ticks.map(Math.log10).map(Math.round)).toEqual([-8, -6, -4, -2, 0]);
  expect(valueAxis([5, 7], 'linear', frame).scale(0)).toBe(frame.bottom);
  expect(valueAxis([-5, 7], 'linear', frame).scale.domain()[0]).toBeLessThanOrEqual(-5);
  expect(valueAxis([0, 0], 'log', frame).scale.domain()).toEqual([0, 1]);
});

test('plots keep their margins, and some width where there is none', () => {
  expect(frame).toEqual({ left: 52, right: 388, top: 20, bottom: 166 });
  expect(timeFrame(60, 200).right).toBe(92);
});

test('a place shows the nearest moment that is known', () => {
  const moments = [0, 10, 20, 30];
  expect(nearestKnown(moments, () => true, 14)).toBe(1);
  expect(nearestKnown(moments, (at) => at === 0 || at === 3, 14)).toBe(0);
  expect(nearestKnown(moments, (at) => at === 0 || at === 3, 16)).toBe(3);
  expect(nearestKnown(moments, () => true, 15)).toBe(1);
  expect(nearestKnown(moments, () => false, 16)).toBe(-1);
});

test('condensed lines keep the largest of their neighbours, with its sign, and pass over gaps', () => {
  const values = [1, NaN, -3, 2, 0.5, -7, NaN, NaN];
  expect(Array.from(condense(values, 4, 2, 2).values)).toEqual([-3, 2, 0.5, -7]);
  expect(condense(values, 4, 2, 4)).toEqual({ values: Float32Array.from(values), lines: 4 });
  expect(condense(values, 4, 2, 9)).toEqual({ values: Float32Array.from(values), lines: 4 });
});

test('every cell of a heat map is hit where it is drawn', () => {
  const { groups, height } = heatLayout([25, 1, 1, 1], 260);
  for (const [group, { cells, cell, lines }] of groups.entries())
    for (const line of [0, lines - 1]) expect(heatHit(groups, cells + (line + 0.5) * cell)).toEqual({ group, line });
  expect(heatHit(groups, groups[1].top + 2)).toBeNull();
  expect(heatHit(groups, height + 5)).toBeNull();
  expect(groups[1].cell).toBe(10);
  expect(heatLayout([50], 260)).toMatchObject({ groups: [{ cell: 5 }], height: 16 + 250 });
  expect(heatLayout([2], 260).groups[0].cell).toBe(12);
  expect(heatLayout([], 260).height).toBe(0);
});
