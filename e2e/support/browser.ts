// Two ways to have no WebGPU: a browser without an adapter, and one that has never heard of it. It knows no page.
import type { LaunchOptions, Page } from '@playwright/test';
import { NO_ADAPTER_FLAGS } from '../../scripts/lib/chromium-flags.mjs';
import { systemChromiums } from '../../scripts/lib/chromium-places.mjs';

const executablePath = process.env.CHROMIUM_PATH ?? systemChromiums()[0];

/**
 * `test.use(withoutAdapter)` at the top of a file: `requestAdapter()` resolves to null in the page and in its worker.
 * Playwright starts another browser for it.
 */
export const withoutAdapter: { launchOptions: LaunchOptions } = { launchOptions: { executablePath, args: NO_ADAPTER_FLAGS } };

const HIDE = `Object.defineProperty(Object.getPrototypeOf(navigator), 'gpu', { get: () => undefined });`;

/** Takes `navigator.gpu` from the page and from its worker. Call it before the page is opened. */
export async function withoutNavigatorGpu(page: Page): Promise<void> {
  await page.addInitScript(HIDE);
  // Init scripts do not reach workers; the worker's own file does. Imports run in order and before all else, so that
  // what hides must itself be the first import.
  await page.route(/\/hide-gpu\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: HIDE }));
  await page.route(/\/worker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `import './hide-gpu.js';\n${await response.text()}` });
  });
}
