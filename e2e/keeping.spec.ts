// What a visitor trained is not lost: a reload in mid-run, a killed worker, a destroyed device, a storage that is full; and the timeline.
import type { Page } from '@playwright/test';
import { Explorer } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

/** Runs `script` in the worker before its own: its globals are not the page's. */
async function patchWorker(page: Page, script: string): Promise<void> {
  await page.route(/\/assets\/worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

/** A run of ten iterations that can be cut off in its middle. */
async function trainTo(explorer: Explorer, iteration: number): Promise<void> {
  await explorer.run.getByLabel('Training images per class').fill('4');
  await explorer.run.getByLabel('Epochs').fill('2');
  await explorer.run.getByRole('button', { name: 'All settings' }).click();
  await explorer.run.getByLabel('Batch size').fill('8');
  await explorer.run.getByLabel('Validation images', { exact: false }).first().fill('100');
  await explorer.run.getByRole('button', { name: 'All settings' }).click();
  // Steps stop between iterations, so that it is known where the run was cut off.
  for (let k = 1; k <= iteration; k++) {
    await explorer.run.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(explorer.run.getByText(`Paused at iteration ${k} of 10`)).toBeVisible({ timeout: 90_000 });
  }
}

/** A run is kept a moment after it has paused: what is cut off sooner loses that iteration, as the page says it may. */
async function isKept(explorer: Explorer, iteration: number): Promise<void> {
  const runs = explorer.run.getByRole('button', { name: /^Runs kept/ });
  await runs.click();
  await expect(explorer.run.getByRole('list', { name: 'Runs kept in this browser' })).toContainText(`iteration ${iteration} of 10`, { timeout: 60_000 });
  await runs.click();
}

const offer = (explorer: Explorer) => explorer.page.getByRole('region', { name: 'A run that was cut off' });

/** The offer is taken up, and the run ends as it was meant to. */
async function goOn(explorer: Explorer, iteration: number): Promise<void> {
  await expect(offer(explorer)).toContainText(`after iteration ${iteration} of 10`, { timeout: 60_000 });
  await offer(explorer).getByRole('button', { name: 'Go on with it' }).click();
  await expect(offer(explorer)).toHaveCount(0);
  await expect(explorer.run.getByText('Finished after 10 iterations')).toBeVisible({ timeout: 120_000 });
}

test('a reload in mid-run: the run is offered again and goes on; it can be wound back, renamed and compared', async ({ page }) => {
  test.setTimeout(300_000);
  const explorer = new Explorer(page);
  await explorer.open();
  await trainTo(explorer, 3);
  await isKept(explorer, 3);
  await page.reload();
  await expect(explorer.table).toBeAttached({ timeout: 90_000 });
  await goOn(explorer, 3);

  const timeline = explorer.run.getByRole('slider', { name: /Timeline of the run/ });
  await expect(timeline).toHaveAttribute('aria-valuetext', 'now, iteration 10');
  const numbers = async () => JSON.stringify([...(await explorer.numbers())]);
  const moment = explorer.run.getByTestId('moment');
  await timeline.focus();
  await page.keyboard.press('Home');
  await expect(moment).toHaveText('On show: before the first iteration');
  await expect(explorer.row).not.toHaveAttribute('aria-busy', 'true');
  const first = await numbers();
  await page.keyboard.press('End');
  await expect(moment).toHaveAttribute('data-moment', 'now');
  await expect.poll(numbers).not.toBe(first);
  const now = await numbers();
  await page.keyboard.press('Home');
  await expect.poll(numbers).toBe(first);
  await page.keyboard.press('End');
  await expect.poll(numbers).toBe(now);

  await explorer.run.getByRole('button', { name: /^Runs kept/ }).click();
  await explorer.run.getByRole('button', { name: /^Rename/ }).click();
  await page.keyboard.type(' again');
  await page.keyboard.press('Enter');
  await expect(explorer.run.getByRole('list', { name: 'Runs kept in this browser' })).toContainText(' again');
  await explorer.run.getByRole('button', { name: /^Compare the curve/ }).click();
  await expect(explorer.run.getByRole('button', { name: /^Compare the curve/ })).toHaveAttribute('aria-pressed', 'true');
});

test('a worker that is killed takes no run with it', async ({ page, watch }) => {
  test.setTimeout(240_000);
  watch.allow(/./);
  // The page's own worker, to be ended from outside.
  await page.addInitScript('const Plain = Worker; window.workers = []; window.Worker = class extends Plain { constructor(...rest) { super(...rest); window.workers.push(this); } };');
  const explorer = new Explorer(page);
  await explorer.open();
  await trainTo(explorer, 2);
  await isKept(explorer, 2);
  await page.evaluate('workers.at(-1).terminate(); workers.at(-1).dispatchEvent(new ErrorEvent("error", { message: "killed" }))');
  await page.getByRole('button', { name: 'Start again' }).click({ timeout: 60_000 });
  await goOn(explorer, 2);
});

test('a device that is lost takes no run with it', async ({ page, watch }) => {
  test.setTimeout(240_000);
  watch.allow(/./);
  const explorer = new Explorer(page);
  await patchWorker(page, `
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...rest) {
      const device = await request.apply(this, rest);
      const lost = new Promise((resolve) => {
        new BroadcastChannel('lose').onmessage = () => {
          device.destroy();
          resolve({ reason: 'unknown', message: 'lost by a test' });
        };
      });
      Object.defineProperty(device, 'lost', { value: lost });
      return device;
    };`);
  await explorer.open();
  await trainTo(explorer, 2);
  await isKept(explorer, 2);
  await page.evaluate("new BroadcastChannel('lose').postMessage(1)");
  await expect(page.getByText(/^GPU: the device was lost/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Start again' }).click();
  await goOn(explorer, 2);
});

test('storage that is forbidden is said once, and training goes on', async ({ page }) => {
  test.setTimeout(240_000);
  const explorer = new Explorer(page);
  await patchWorker(page, "indexedDB.open = () => { throw new DOMException('denied', 'SecurityError'); };");
  await explorer.open();
  await expect(page.getByText(/^storage: this browser does not let the page keep anything/)).toHaveCount(1);
  await trainTo(explorer, 1);
  await expect(page.getByText(/^storage:/)).toHaveCount(1);
});

test('storage that is full is said once, and training goes on to its end', async ({ page }) => {
  test.setTimeout(240_000);
  const explorer = new Explorer(page);
  await patchWorker(page, `
    const put = IDBObjectStore.prototype.put;
    let full = false;
    new BroadcastChannel('fill').onmessage = () => (full = true);
    IDBObjectStore.prototype.put = function (...rest) {
      if (full) throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, rest);
    };`);
  await explorer.open();
  await trainTo(explorer, 1);
  await expect(explorer.run.getByRole('button', { name: 'Runs kept (1)' })).toBeVisible();
  await page.evaluate("new BroadcastChannel('fill').postMessage(1)");
  await explorer.run.getByRole('button', { name: 'Resume' }).click();
  const said = page.getByText(/^storage: it is full, so runs are not kept over a reload; training goes on/);
  await expect(said).toHaveCount(1);
  await expect(explorer.run.getByText('Finished after 10 iterations')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/^storage:/)).toHaveCount(1);
  await expect(explorer.row).not.toHaveAttribute('aria-busy', 'true');
});
