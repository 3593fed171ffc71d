import { expect, test } from 'vitest';
import { wrap } from './wrap.ts';

const letters = (text: string) => text.length;

test('lines are as long as they may be, and nothing is lost', () => {
  expect(wrap('one two three four', 9, letters)).toEqual(['one two', 'three', 'four']);
  expect(wrap('a link: http://example.org/?a=1&b=2 end', 12, letters)).toEqual(['a link:', 'http://examp', 'le.org/?a=1&', 'b=2 end']);
  expect(wrap('', 5, letters)).toEqual([]);
});
