// What has to be there before anything is drawn: the scripts that the built page names itself.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './support/test.ts';

const MOST_BYTES = 120_000;

test('the scripts of the first paint are at most 120 kB gzipped', () => {
  const page = readFileSync('dist/index.html', 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path);
  expect(scripts.length).toBeGreaterThan(1);
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(`dist/${path}`)).length, 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});
