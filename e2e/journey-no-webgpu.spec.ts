// The same loop where there is no WebGPU: words, a badge, the next best backend, and the same numbers.
import { withoutAdapter, withoutNavigatorGpu } from './support/browser.ts';
import { hearWorker, heardNetwork, readyMadeNetwork, referenceRow } from './support/engine.ts';
import { Explorer, expectRow } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test.use(withoutAdapter);

test('says so, names what is in use, and goes the whole way', async ({ page }) => {
  test.setTimeout(300_000);
  const heard = await hearWorker(page);
  const explorer = new Explorer(page);
  await explorer.open();
  await expect(explorer.run.getByText(/^In use: (WebGL|CPU)/)).toBeAttached();
  await expect(explorer.run.getByText(/WebGPU found no graphics adapter.*Use a recent/)).toBeVisible();
  const first = await heard();
  expect(first.exploration!.summary.engine).toBe('cpu');
  expectRow(await explorer.numbers(), await referenceRow(await readyMadeNetwork(), first.exploration!.digit.input, [24, 20], await explorer.unit()));

  await explorer.chooseSmallRun();
  await explorer.run.getByRole('button', { name: 'Train', exact: true }).click();
  await explorer.trained();
  await expect.poll(async () => (await heard()).exploration?.readyMade).toBe(false);
  const box = (await explorer.mapCanvas.boundingBox())!;
  await explorer.mapCanvas.click({ position: { x: box.width * 0.52, y: box.height * 0.4 } });
  const before = first.row!.unit;
  await expect.poll(async () => JSON.stringify(await explorer.unit())).not.toBe(JSON.stringify(before));
  const unit = await explorer.unit();
  await expect.poll(async () => (await heard()).row?.unit).toEqual(unit);
  const now = await heard();
  expectRow(await explorer.numbers(), await referenceRow(heardNetwork(now), now.exploration!.digit.input, [24, 20], unit));
  await explorer.row.getByRole('button', { name: 'Check this row' }).click();
  await expect(page.getByTestId('check-tfjs')).toContainText('Agrees with', { timeout: 60_000 });
});

test('a browser that has never heard of WebGPU is told what to use', async ({ page }) => {
  await withoutNavigatorGpu(page);
  const explorer = new Explorer(page);
  await explorer.open();
  await expect(explorer.run.getByText(/WebGPU is not available in this browser.*Use a recent/)).toBeVisible();
});

test('a link to work that may take long asks before it begins; who leaves it has the usual question', async ({ page }) => {
  const explorer = new Explorer(page);
  await page.goto('./?bn=batch&digit=3');
  await expect(explorer.question.getByRole('alert')).toContainText('This takes an unknown time', { timeout: 60_000 });
  await expect(explorer.row).toContainText('once the Jacobian is computed');
  await expect(explorer.table).not.toBeAttached();
  await explorer.question.getByRole('button', { name: 'The usual one instead' }).press('Enter');
  await expect(explorer.table).toBeAttached();
  await expect(explorer.question.getByRole('radio', { name: 'inference' })).toBeChecked();
  await expect(page).toHaveURL(/digit=3/);
  await expect(page).not.toHaveURL(/bn=batch/);
});
