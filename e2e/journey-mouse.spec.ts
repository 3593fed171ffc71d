// The first loop by mouse: train a small run, choose a digit, click a unit, read its row, click a parameter, check.
import { hearWorker, heardNetwork, readyMadeNetwork, referenceProbabilities, referenceRow, storedDigit } from './support/engine.ts';
import { Explorer, expectRow } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('opens on the ready-made run, whose row is right', async ({ page }) => {
  const heard = await hearWorker(page);
  const explorer = new Explorer(page);
  await explorer.open();
  await expect(explorer.run.getByText(/ships with this page/)).toBeVisible();
  await expect(explorer.run.getByText(/WebGPU/).first()).toBeVisible();
  const { exploration } = await heard();
  const { digit } = exploration!;
  // Pixels, mean image and weights from the files themselves.
  const pixels = await storedDigit(digit.index);
  expect(Array.from(digit.pixels)).toEqual(Array.from(pixels));
  const input = Array.from(pixels, (pixel, k) => pixel - digit.mean[k]);
  const network = await readyMadeNetwork();
  expectRow(await explorer.numbers(), await referenceRow(network, input, [24, 20], await explorer.unit()));
  const p = await referenceProbabilities(network, input);
  const label = Number(digit.label);
  const shown = await explorer.digit.getByRole('listitem', { name: new RegExp(`^${label}: `) }).textContent();
  expect(shown).toContain(`${(100 * p[label]).toFixed(1)}%`);
});

test('trains, follows a click to its row and a parameter to its column', async ({ page }) => {
  test.setTimeout(300_000);
  const heard = await hearWorker(page);
  const explorer = new Explorer(page);
  await explorer.open();
  await explorer.chooseSmallRun();
  await explorer.run.getByRole('button', { name: 'Train', exact: true }).click();
  await explorer.trained();

  await explorer.digit.getByLabel('Class').selectOption('3');
  await explorer.digit.getByRole('option', { name: /^digit \d+, a 3,/ }).nth(1).click();
  await expect(explorer.digit.getByText(/^Digit \d+, a 3/).first()).toBeVisible();

  const before = await explorer.unit();
  const box = (await explorer.mapCanvas.boundingBox())!;
  await explorer.mapCanvas.click({ position: { x: box.width * 0.52, y: box.height * 0.4 } });
  await expect.poll(async () => JSON.stringify(await explorer.unit())).not.toBe(JSON.stringify(before));
  const unit = await explorer.unit();
  await expect.poll(async () => (await heard()).row?.unit).toEqual(unit);
  const now = await heard();
  expect(now.exploration!.readyMade).toBe(false);
  const reference = await referenceRow(heardNetwork(now), now.exploration!.digit.input, [24, 20], unit);
  const numbers = await explorer.numbers();
  expectRow(numbers, reference);

  // A parameter chosen in the row: the maps show its column, which crosses the row in the same number.
  await explorer.row.getByRole('application', { name: /its own/ }).click({ position: { x: 30, y: 30 } });
  await expect(explorer.maps.getByText(/conv1\/kernel\[0,0,0,/).first()).toBeVisible();
  const column = now.exploration!.blocks[0].start + unit.c;
  await expect(explorer.maps.getByText(/chosen: map/).locator('..')).toContainText(`= ${numberShown(numbers.get(column)!)}`);

  await explorer.row.getByRole('button', { name: 'Check this row' }).click();
  for (const name of ['reference', 'tfjs']) {
    const verdict = explorer.page.getByTestId(`check-${name}`);
    await expect(verdict).toContainText('Agrees with', { timeout: 60_000 });
    expect(Number(await verdict.getAttribute('data-worst'))).toBeLessThanOrEqual(1e-5);
  }
});

/** Seven significant digits with the true minus sign, as read-outs write them. */
function numberShown(value: number): string {
  return String(Number(value.toPrecision(7))).replace('-', '−');
}
