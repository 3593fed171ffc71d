import { expect, test } from 'vitest';
import { digitInWords } from './classNames.ts';

test('digits, other classes, and images of one’s own in words', () => {
  const digits = Array.from('0123456789');
  expect(digitInWords({ index: 12, label: 3, name: null }, digits)).toBe('Digit 12, a 3');
  expect(digitInWords({ index: 12, label: 1, name: null }, ['ant', 'bee'])).toBe('Image 12, bee');
  expect(digitInWords({ index: 12, label: 1, name: null }, ['9', '10'])).toBe('Image 12, 10');
  expect(digitInWords({ index: 10_000, label: null, name: 'drawn' }, digits)).toBe('drawn');
});
