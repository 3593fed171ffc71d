// `npm run bench`: measures in a real browser and prints a table. With --write, docs/benchmarks.json keeps the figures.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { benchPage } from './bench/page.mjs';
import { benchTorch } from './bench/torch.mjs';
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
  results.torch = benchTorch();
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

/** Times with the ratio to the compact structured Jacobian of the same case in the same run. */
function print(results, version) {
  console.log(`\n${results.adapter}, ${results.cores} cores, Chromium ${version}${results.torch ? `, PyTorch ${results.torch.version}` : ''}`);
  for (const { title, rows, columns, timings } of results.cases) {
    const base = timings.find(({ name }) => name === 'structured, compact').median;
    const others = [...(title.startsWith('reference') && title.endsWith(' 1 image') ? [results.tensorflow] : []), ...(results.torch?.timings.filter((timing) => timing.title === title) ?? [])];
    console.log(`\n### ${title}: ${rows.toLocaleString('en').replaceAll(',', ' ')} × ${columns.toLocaleString('en').replaceAll(',', ' ')}\n`);
    console.log('| what | least ms | median ms | × compact | runs | note |\n|---|--:|--:|--:|--:|---|');
    for (const { name, least, median, runs, note } of [...timings, ...others]) console.log(`| ${name} | ${digits(least)} | ${digits(median)} | ${digits(median / base)} | ${runs} | ${note ?? ''} |`);
  }
  if (!results.torch) console.log('\nPyTorch: not measured, /usr/bin/python3 has no torch.');
  console.log('\n| the page | median ms | worst ms | runs | note |\n|---|--:|--:|--:|---|');
  for (const { name, median, worst, runs, note } of results.page) console.log(`| ${name} | ${digits(median)} | ${digits(worst)} | ${runs} | ${note ?? ''} |`);
}

function digits(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(2);
}
