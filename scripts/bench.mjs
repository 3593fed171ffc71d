// `npm run bench`: measures in a real browser and prints a table. With --write, docs/benchmarks.json keeps the figures.
import { writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS } from './lib/chromium-flags.mjs';
import { systemChromiums } from './lib/chromium-places.mjs';

const server = await createServer({ configFile: false, root: process.cwd(), server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
await server.listen();
const executablePath = process.env.CHROMIUM_PATH ?? systemChromiums()[0];
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
try {
  const page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  await page.goto(`${server.resolvedUrls.local[0]}bench/index.html`);
  await page.waitForFunction('window.results !== undefined');
  const results = await page.evaluate('window.results');
  const version = browser.version();
  print(results, version);
  if (process.argv.includes('--write')) await writeFile('docs/benchmarks.json', `${JSON.stringify({ browser: version, ...results }, null, 2)}\n`);
} finally {
  await browser.close();
  await server.close();
}

/** Times with the ratio to the dense structured Jacobian of the same run. */
function print(results, version) {
  const base = results.jacobian.find(({ name }) => name.startsWith('structured, dense')).median;
  console.log(`\nJacobian of relu1, 11 520 × 560, one digit; ${results.adapter}, ${results.cores} cores, Chromium ${version}\n`);
  console.log('| what | least ms | median ms | × dense | runs | note |');
  console.log('|---|--:|--:|--:|--:|---|');
  for (const { name, least, median, runs, note } of results.jacobian) console.log(`| ${name} | ${digits(least)} | ${digits(median)} | ${digits(median / base)} | ${runs} | ${note ?? ''} |`);
}

function digits(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(2);
}
