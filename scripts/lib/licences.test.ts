// Which package a bundled module belongs to, and what the list says of it.
import { expect, test } from 'vitest';
import { listing, packageFolder } from './licences.mjs';

test.each([
  ['/x/node_modules/d3/src/index.js', '/x/node_modules/d3'],
  ['/x/node_modules/@tensorflow/tfjs-core/dist/index.js', '/x/node_modules/@tensorflow/tfjs-core'],
  ['/x/node_modules/a/node_modules/b/b.js?commonjs', '/x/node_modules/a/node_modules/b'],
  ['C:\\x\\node_modules\\d3\\index.js', 'C:/x/node_modules/d3'],
])('%s belongs to %s', (id, folder) => expect(packageFolder(id)).toBe(folder));

test('own modules belong to no package', () => expect(packageFolder('/x/src/app/main.tsx')).toBeNull());

test('an Apache package without its text gets it, an MIT one does not', () => {
  const one = { version: '1.0.0', source: '' };
  const list = listing([
    { ...one, name: 'b', license: 'Apache-2.0', text: null },
    { ...one, name: 'a', license: 'Apache-2.0', text: 'APACHE TEXT' },
    { ...one, name: 'c', license: 'MIT', text: null },
  ]);
  expect(list.match(/APACHE TEXT/g)).toHaveLength(2);
  expect(list.indexOf('## a')).toBeLessThan(list.indexOf('## b'));
});
