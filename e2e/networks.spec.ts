// Other networks, layers and questions than the first: chosen, loaded, planned, stopped, saved, and held to the ground truth.
import { modelFiles, oracleArray, oraclePath, savedArrays } from './support/files.ts';
import { Explorer, expectRow, tabTo } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('the three-block network: its deep layer, any of its arrays, a vector of units', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  await page.getByLabel('Network', { exact: true }).selectOption('three-block');
  await expect(page.locator('[data-testid=row-values][data-of=relu3]')).toBeAttached({ timeout: 90_000 });
  await expect(explorer.question).toContainText(/1\s568 × 6\s000/);
  const arrays = explorer.row.getByRole('listbox', { name: /in each of the 12 parameter arrays/ });
  await arrays.getByRole('option', { name: /^conv1\/kernel/ }).click();
  await expect(explorer.row.getByText(/kernel \d of conv1/).first()).toBeVisible();
  await explorer.check();
  await explorer.chooseLayer('softmax');
  await explorer.maps.getByRole('listbox').getByRole('option', { name: /^7:/ }).click();
  await expect.poll(() => explorer.unit()).toEqual({ i: 0, j: 0, c: 7 });
  await explorer.check();
});

test('batch statistics take the conv biases out, long work is asked about, and the input can be asked for', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  await explorer.question.getByRole('radio', { name: 'batch statistics' }).click();
  await expect(page).toHaveURL(/bn=batch/);
  await expect(explorer.row.getByText(/acts through the mean and variance/)).toBeVisible({ timeout: 60_000 });
  const { c } = await explorer.unit();
  expect((await explorer.numbers()).get(500 + c)).toBe(0);
  await explorer.check();
  await explorer.question.getByRole('button', { name: /^By which parameters/ }).click();
  // With batch statistics all eight images act: that takes long, so it is asked about and can be left.
  await page.getByRole('radio', { name: 'the input' }).click();
  await expect(explorer.question.getByRole('alert')).toContainText(/This takes .* 11\s520 × 6\s272/);
  await explorer.question.getByRole('button', { name: 'Leave it' }).click();
  await expect(explorer.question).toContainText(/11\s520 × 560/);
  await expect(explorer.row.getByText(/acts through the mean and variance/)).toBeVisible();

  await explorer.question.getByRole('radio', { name: 'inference' }).click();
  await page.getByRole('radio', { name: 'the input' }).click();
  await expect(page).toHaveURL(/wrt=input/);
  await expect(explorer.row.getByText(/784 numbers of the input/)).toBeVisible({ timeout: 60_000 });
  await explorer.check();
});

test('a model of one’s own and an array to show it give the ground truth’s rows; so does the saved file', async ({ page }) => {
  // Without it the browser would ask where to save.
  await page.addInitScript('delete window.showSaveFilePicker');
  const explorer = new Explorer(page);
  await explorer.open();
  await explorer.load(modelFiles('strided'));
  await expect(page.locator('[data-phase=loaded]')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('input-file').setInputFiles(oraclePath('strided', 'input.npy'));
  const input = page.getByRole('region', { name: 'The input' });
  await expect(input.getByText('Image 0 of 2')).toBeVisible();
  await explorer.chooseLayer('conv2');
  const J = await oracleArray('strided', 'J.npy');
  const [rows, columns] = J.shape;
  const rowOf = (r: number) => Array.from(J.data.slice(r * columns, (r + 1) * columns), Number);
  const index = async () => Number(await explorer.table.getAttribute('data-index'));
  await expect(explorer.row).not.toHaveAttribute('aria-busy', 'true');
  expectRow(await explorer.numbers(), rowOf(await index()));

  await input.getByRole('button', { name: 'Image: the next one' }).click();
  await expect(input.getByText('Image 1 of 2')).toBeVisible();
  await expect(explorer.row).not.toHaveAttribute('aria-busy', 'true');
  await expect.poll(async () => differs(await explorer.numbers(), rowOf(rows / 2 + (await index())))).toBeLessThanOrEqual(1e-5);

  await input.getByRole('button', { name: 'Image: the one before' }).click();
  await expect(input.getByText('Image 0 of 2')).toBeVisible();
  await explorer.question.getByRole('button', { name: 'Export' }).click();
  await page.getByLabel('Images', { exact: true }).fill('2');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save .npz' }).click();
  const arrays = await savedArrays(await saving);
  await expect(page.getByTestId('export-state')).toContainText(/^Saved .*\.npz/);
  const saved = arrays.get('J')!;
  expect(saved.shape).toEqual(J.shape);
  expect(differs(new Map(Array.from(saved.data, (value, k) => [k, Number(value)])), Array.from(J.data, Number))).toBeLessThanOrEqual(1e-5);
  for (const language of ['MATLAB', 'PyTorch', 'JAX', 'TensorFlow']) {
    await page.getByRole('radio', { name: language, exact: true }).click();
    await expect(page.getByTestId('snippet')).toContainText('conv2');
  }
});

test('what is no model is refused by name, and what was on show stays', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  const unit = await explorer.unit();
  await explorer.load([oraclePath('mlp', 'model.json')]);
  await expect(page.getByText(/^weights: weights\.bin is named in model\.json but was not handed over/)).toBeVisible();
  await explorer.load([oraclePath('mlp', 'model.json'), oraclePath('strided', 'weights.bin')]);
  await expect(page.getByText(/^weights weights\.bin: 632 bytes where model\.json needs 1700/)).toBeVisible();
  await expect(page.getByText(/was not handed over/)).toHaveCount(0);
  expect(await explorer.unit()).toEqual(unit);
  await expect(page.getByLabel('Network', { exact: true })).toHaveValue('question');
});

test('by keyboard alone: another layer, fewer parameters, the plan', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  await tabTo(page, page.getByRole('radio', { name: /^relu1/ }));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: /^bn1/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-testid=row-values][data-of=bn1]')).toBeAttached({ timeout: 60_000 });
  await tabTo(page, explorer.question.getByRole('button', { name: /^By which parameters/ }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel(/^kernel/));
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/wrt=conv1\/bias,bn1\/gamma,bn1\/beta/);
  await expect(explorer.question).toContainText(/11\s520 × 60/);
  await tabTo(page, explorer.question.getByRole('button', { name: 'Plan' }), 200);
  await page.keyboard.press('Enter');
  const plan = page.getByTestId('plan');
  await expect(plan).toContainText(/11\s520 rows by 60 columns/);
  await expect(plan.getByRole('row', { name: /^bn1/ })).toBeVisible();
});

/** Largest difference, relative to the largest number of the truth. */
function differs(shown: ReadonlyMap<number, number>, truth: readonly number[]): number {
  const largest = Math.max(...truth.map(Math.abs));
  return Math.max(...truth.map((value, k) => Math.abs((shown.get(k) ?? 0) - value))) / largest;
}
