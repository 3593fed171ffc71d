import { expect, test } from 'vitest';
import { readWindow, windowText } from './useCamera.ts';

test('a window reads back from the link, and what is none is refused', () => {
  const window = { top: 4803.2, left: 17, rows: 18.5, columns: 20 };
  expect(readWindow(windowText(window))).toEqual(window);
  expect(readWindow(windowText({ ...window, top: 1 / 3 }))!.top).toBe(0.3);
  for (const text of [null, '', '1,2,3', '1,2,0,4', '-1,2,3,4', '1,2,3,x']) expect(readWindow(text)).toBeNull();
});
