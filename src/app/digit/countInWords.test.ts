import { expect, test } from 'vitest';
import type { Outcome } from '../../engine/protocol.ts';
import { countInWords } from './countInWords.ts';

const item = { index: 0, label: 1, split: 'training', predicted: 2 } as const;
const browsing = (outcome: Outcome, shown: number, scanned: number, total: number, end: boolean, predicted: number | null = null) => ({
  filter: { label: null, outcome, predicted, split: 'any' as const },
  items: Array.from({ length: shown }, () => item),
  scanned,
  total,
  end,
});

test.each([
  [browsing('any', 30, 30, 10000, false), '30 of 10\u00a0000 digits shown'],
  [browsing('wrong', 24, 1200, 9500, false), '24 read wrongly among the first 1\u00a0200 of 9\u00a0500 looked at'],
  [browsing('wrong', 24, 9500, 9500, true), '24 read wrongly among all 9\u00a0500 looked at'],
  [browsing('right', 0, 400, 400, true), 'None read rightly among all 400'],
  [browsing('any', 3, 950, 950, true, 9), '3 read as 9 among all 950 looked at'],
])('%#: %o', (state, words) => expect(countInWords(state)).toBe(words));
