import { expect, test } from 'vitest';
import { expand } from './expand.ts';

test('lines are repeated for every number of a list, one list within another', () => {
  const source = ['  //# each p', '  var a$(p);', '  //# each q', '  b$(p)_$(q) = $(p*STEP+q);', '  //# end', '  //# end', 'last $(STEP)'].join('\n');
  expect(expand(source, { p: [0, 2], q: [1, 3], STEP: 10 }).split('\n')).toEqual([
    '  var a0;', '  b0_1 = 1;', '  b0_3 = 3;', '  var a2;', '  b2_1 = 21;', '  b2_3 = 23;', 'last 10',
  ]);
});

test('what is not marked stays as it is; an empty list leaves nothing', () => {
  expect(expand('a // each p\nf(x)', {})).toBe('a // each p\nf(x)');
  expect(expand('//# each p\nx\n//# end', { p: [] })).toBe('');
});

test('mistakes are named', () => {
  expect(() => expand('//# each p\nx', { p: [1] })).toThrow('//# each p: it has no end; close it with //# end');
  expect(() => expand('//# each p\nx\n//# end', { q: [1] })).toThrow('//# each p: no list of that name; give one of q');
  expect(() => expand('$(p)', { q: 1 })).toThrow('$(p): no number of that name; give one of q');
});
