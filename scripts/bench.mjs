// `npm run bench`: measures in a real browser and prints a table. With --write, docs/benchmarks.json keeps the figures.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { benchPage } from './bench/page.mjs';
import { CHROMIUM_FLAGS } from './lib/chromium-flags.mjs';
import { systemChromiums } from './lib/chromium-places.mjs';

const server = await createServer({ configFile: false, root: process.cwd(), server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
await server.listen();
const executablePath = process.env.CHROMIUM_PATH ?? systemChromiums()[0];
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`${server.resolvedUrls.local[0]}bench/index.html`);
  await page.waitForFunction('window.results !== undefined');
  const results = await page.evaluate('window.results');
  await page.close();
  // A process of its own: this one's development server has set the mode.
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
  results.page = await benchPage(browser, 4188);
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
  console.log('\n| the page | median ms | worst ms | runs | note |\n|---|--:|--:|--:|---|');
  for (const { name, median, worst, runs, note } of results.page) console.log(`| ${name} | ${digits(median)} | ${digits(worst)} | ${runs} | ${note ?? ''} |`);
}

function digits(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(2);
}
