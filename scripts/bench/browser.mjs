// Serves the bench page and opens it in a browser that has just been started, so that nothing is compiled that a visitor
// would not have compiled. Knows no measurement.
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS, GPU_FLAGS } from '../lib/chromium-flags.mjs';
import { systemChromiums } from '../lib/chromium-places.mjs';

// An isolated page has shared memory, for jax-js's threads, and a finer clock.
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

// No page is reloaded under its measurement, be it for an edited file or for a package found late.
const SERVER = {
  configFile: false,
  root: process.cwd(),
  cacheDir: 'node_modules/.vite-bench',
  optimizeDeps: { entries: ['bench/index.html'] },
  server: { port: 0, host: '127.0.0.1', headers: ISOLATED, hmr: false, watch: null },
  logLevel: 'error',
};

/** With `gpu` on the machine's GPU. @returns { host, measure(query), inBrowser(work), close() } */
export async function openBench({ gpu }) {
  const inBrowser = (work) => withBrowser(gpu ? GPU_FLAGS : CHROMIUM_FLAGS, work);
  const server = await createServer(SERVER);
  await server.listen();
  const address = `${server.resolvedUrls.local[0]}bench/index.html`;
  return {
    host: `Chromium ${await inBrowser(async (browser) => browser.version())}`,
    measure: (query) => inBrowser((browser) => measure(browser, `${address}?${new URLSearchParams(query)}`)),
    inBrowser,
    close: () => server.close(),
  };
}

/** Starts a browser for `work` and ends it. */
async function withBrowser(args, work) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? systemChromiums()[0], args });
  try {
    await waitForAdapter(browser);
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A browser on a GPU without a display may give its first graphics process up and start another: who asks before that is told that there is no adapter. */
async function waitForAdapter(browser) {
  const page = await browser.newPage();
  await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('http://localhost/');
  await page.waitForFunction(async () => (await navigator.gpu?.requestAdapter()) !== null, undefined, { polling: 250, timeout: 10_000 });
  await page.close();
}

async function measure(browser, address) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(address);
  await page.waitForFunction('window.results !== undefined');
  return page.evaluate('window.results');
}
