// When packages are installed again, and when not.
import { expect, test } from 'vitest';
import { firstDifference } from './install.mjs';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/vite': { version: '8.3.8' },
  'node_modules/fsevents': { version: '2.3.3', optional: true },
};

test('nothing installed', () => expect(firstDifference(locked, null)).toBe('none are installed yet'));
test('the same, but for an optional package of another system', () => {
  expect(firstDifference(locked, { 'node_modules/vite': { version: '8.3.8' } })).toBeNull();
});
test('a package is missing', () => expect(firstDifference(locked, {})).toBe('vite 8.3.8 is missing'));
test('a package has another version', () => {
  expect(firstDifference(locked, { 'node_modules/vite': { version: '8.3.7' } })).toBe('vite 8.3.8 is missing');
});
test('an optional package has another version', () => {
  const installed = { 'node_modules/vite': { version: '8.3.8' }, 'node_modules/fsevents': { version: '2.3.2' } };
  expect(firstDifference(locked, installed)).toBe('fsevents 2.3.3 is missing');
});
