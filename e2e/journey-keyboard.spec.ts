// The first loop by keyboard alone: no mouse, no touch, no focus() from outside.
import { hearWorker, heardNetwork, referenceRow } from './support/engine.ts';
import { Explorer, expectRow, tabTo } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('trains, chooses digit, unit and parameter, and checks the row', async ({ page }) => {
  test.setTimeout(300_000);
  const heard = await hearWorker(page);
  const explorer = new Explorer(page);
  await explorer.open();
  const type = async (label: string, text: string) => {
    await tabTo(page, explorer.run.getByLabel(label, { exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  };
  await type('Training images per class', '2');
  await type('Epochs', '1');
  await tabTo(page, explorer.run.getByRole('button', { name: 'All settings' }));
  await page.keyboard.press('Enter');
  await type('Batch size', '8');
  await type('Validation images, at most', '200');
  // Round the page to the first button of the run.
  await tabTo(page, explorer.run.getByRole('button', { name: 'Train', exact: true }), 400);
  await page.keyboard.press('Enter');
  await explorer.trained();

  await tabTo(page, explorer.digit.getByRole('listbox').getByRole('option', { selected: true }), 400);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await heard()).exploration?.digit.index).toBe(2);

  const before = await explorer.unit();
  await tabTo(page, explorer.mapCanvas);
  for (const key of ['PageDown', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  const expected = { i: before.i + 1, j: before.j + 2, c: before.c + 1 };
  await expect.poll(() => explorer.unit()).toEqual(expected);
  await expect.poll(async () => (await heard()).row?.unit).toEqual(expected);
  const now = await heard();
  expect(now.exploration!.digit.index).toBe(2);
  expectRow(await explorer.numbers(), await referenceRow(heardNetwork(now), now.exploration!.digit.input, [24, 20], expected));

  await tabTo(page, explorer.row.getByRole('application', { name: /its own/ }));
  for (const key of ['ArrowRight', 'Enter']) await page.keyboard.press(key);
  await expect(explorer.maps.getByText(/conv1\/kernel\[\d,\d,0,/).first()).toBeVisible();

  await tabTo(page, explorer.row.getByRole('button', { name: 'Check this row' }));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('check-reference')).toContainText('Agrees with', { timeout: 60_000 });
});
