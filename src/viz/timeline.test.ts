import { expect, test } from 'vitest';
import { momentAt, momentByKey, sliderAria } from './TimelineMarks.tsx';

const timeline = (moment: number | null, moments = [0, 4, 8, 12, 13]) => ({ moments, moment, onMoment: () => {} });

test('a place on the plot is the nearest moment, and at its end now', () => {
  expect(momentAt(timeline(null), -3)).toBe(0);
  expect(momentAt(timeline(null), 5.9)).toBe(4);
  expect(momentAt(timeline(null), 6.1)).toBe(8);
  expect(momentAt(timeline(null), 12.4)).toBe(12);
  expect(momentAt(timeline(null), 40)).toBeNull();
});

test('keys step, jump and stop at the ends', () => {
  expect(momentByKey(timeline(null), 'ArrowLeft')).toBe(12);
  expect(momentByKey(timeline(8), 'ArrowLeft')).toBe(4);
  expect(momentByKey(timeline(0), 'ArrowLeft')).toBe(0);
  expect(momentByKey(timeline(12), 'ArrowRight')).toBeNull();
  expect(momentByKey(timeline(null), 'Home')).toBe(0);
  expect(momentByKey(timeline(4), 'End')).toBeNull();
  expect(momentByKey(timeline(4), 'x')).toBeUndefined();
});

test('keys go on from the moment that was asked for last', () => {
  expect(momentByKey({ ...timeline(8), asked: 4 }, 'ArrowLeft')).toBe(0);
  expect(momentByKey({ ...timeline(8), asked: null }, 'ArrowLeft')).toBe(12);
  expect(momentByKey({ ...timeline(null), asked: undefined }, 'ArrowLeft')).toBe(12);
});

test('a screen reader hears the moment', () => {
  expect(sliderAria(timeline(8), 'Accuracy.')).toMatchObject({ 'aria-valuenow': 8, 'aria-valuemax': 13, 'aria-valuetext': 'iteration 8 of 13' });
  expect(sliderAria(timeline(null), 'Accuracy.')['aria-valuetext']).toBe('now, iteration 13');
});
