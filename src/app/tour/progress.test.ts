import { expect, test } from 'vitest';
import { readProgress } from './progress.ts';

test('what is kept comes back; what cannot be is a first visit', () => {
  expect(readProgress('{"step":3,"met":true}')).toEqual({ step: 3, met: true });
  expect(readProgress('{"step":null,"met":true}')).toEqual({ step: null, met: true });
  for (const text of [null, '', 'x', '{"step":-1}', '{"step":"2","met":1}', '{"step":1.5}']) expect(readProgress(text)).toEqual({ step: null, met: false });
});
