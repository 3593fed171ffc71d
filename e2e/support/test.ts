// `test` for every journey and picture: Playwright's own, with a watch on each page that fails the test when the page
// complains, breaks its content security policy or calls on another host. It knows nothing of what the page shows.
import { test as base, type Page } from '@playwright/test';

export { expect } from '@playwright/test';

interface Watch {
  /** Everything that the page did wrong so far, one line each. */
  readonly complaints: string[];
  /** Complaints that match are expected in this test. */
  allow(pattern: RegExp): void;
}

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const complaints = listen(page, baseURL ?? '');
      const allowed: RegExp[] = [];
      await use({ complaints, allow: (pattern) => allowed.push(pattern) });
      const left = complaints.filter((line) => !allowed.some((pattern) => pattern.test(line)));
      if (left.length > 0) throw new Error(`page: ${left.length} complaints.\n${left.join('\n')}`);
    },
    { auto: true },
  ],
});

// A violated policy is reported on the console as an error, by the page and by its worker.
function listen(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.context().on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) complaints.push(`request to another host: ${url}`);
  });
  page.context().on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'for no reason given';
    // Leaving a page cuts off what it was still loading.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`request failed: ${request.url()}, ${reason}`);
  });
  page.context().on('response', (response) => {
    if (response.status() >= 400) complaints.push(`response: ${response.status()} for ${response.url()}`);
  });
  return complaints;
}

/** Waits for the bundled fonts, without which a picture shows another machine's. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
}
