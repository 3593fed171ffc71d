// A row along its run, two rows side by side, and choices undone: by mouse, by keyboard, and from a link.
import { AxeBuilder } from '@axe-core/playwright';
import { Explorer } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('follows a row through its run, compares it, and takes choices back', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open('./?view=time');
  const time = page.locator('[data-view=time]');
  await time.scrollIntoViewIfNeeded();
  await expect(time.getByText(/only its end was shipped with this page/)).toBeVisible();
  await explorer.chooseSmallRun();
  await time.getByRole('button', { name: 'Train a run' }).click();
  await explorer.trained();

  // Every moment is computed without being gone to.
  const over = page.getByTestId('over-time');
  await expect(over).toHaveAttribute('data-total', '3');
  await expect(over).toHaveAttribute('data-done', '3', { timeout: 60_000 });
  await expect(over).toHaveAttribute('data-phase', 'idle');
  const moment = page.getByTestId('time-moment');
  await expect(moment).toHaveAttribute('data-moment', 'now');

  // On a phone nothing of it is wider than the page.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });

  // By keyboard to the first moment, and the page follows.
  const lengths = over.getByRole('slider', { name: /^How long the row is in each parameter array/ });
  await lengths.focus();
  await page.keyboard.press('Home');
  await expect(moment).toHaveAttribute('data-moment', '0');
  await expect(page.getByTestId('moment')).toHaveAttribute('data-moment', '0');
  await page.keyboard.press('ArrowRight');
  await expect(moment).toHaveAttribute('data-moment', '1');
  // What the chart says of the moment is what the row on show says.
  await expect(explorer.row).not.toHaveAttribute('aria-busy', 'true');
  await over.getByText('These numbers as a table').click();
  const line = over.getByRole('row', { name: /^1 / }).getByRole('cell');
  await expect.poll(async () => Math.abs(Number(await line.nth(1).textContent()) - Number(await explorer.table.getAttribute('data-norm')))).toBeLessThan(0.01 * Number(await explorer.table.getAttribute('data-norm')) + 1e-9);
  // By mouse, in the heat map, back to the end.
  const heat = over.getByRole('application', { name: /^Every entry of the row/ });
  const box = (await heat.boundingBox())!;
  await heat.click({ position: { x: box.width - 14, y: 40 } });
  await expect(moment).toHaveAttribute('data-moment', 'now');
  await expect(page).toHaveURL(/parameter=conv1\/kernel/);
  expect((await new AxeBuilder({ page }).include('[data-view=time]').analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  // The same unit before anything was learned, then with batch statistics.
  await page.getByRole('tab', { name: 'Compare' }).click();
  const compare = page.getByTestId('compare');
  await compare.getByRole('radio', { name: 'Another moment' }).click();
  await expect(compare.getByRole('slider')).toHaveAttribute('aria-valuetext', 'iteration 0');
  await expect(compare.getByTestId('compare-summary')).toBeVisible({ timeout: 30_000 });
  await compare.getByRole('radio', { name: 'Batch statistics' }).click();
  await expect(compare.getByTestId('why-vanished')).toContainText('the row in conv1/bias is exactly zero', { timeout: 30_000 });
  await expect(compare.locator('[data-array="conv1/bias"]')).toHaveAttribute('data-norms', /^[\d.e-]+,0$/);
  await expect(page).toHaveURL(/view=compare/);
  await expect(page).toHaveURL(/set=what:batch/);
  expect((await new AxeBuilder({ page }).include('[data-view=compare]').analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  // Another unit is B; swapping makes it the selection, and undo takes that back.
  await compare.getByRole('radio', { name: 'Another unit' }).click();
  const before = await explorer.unit();
  await compare.getByRole('button', { name: 'Swap A and B' }).click();
  await expect.poll(() => explorer.unit()).not.toEqual(before);
  const swapped = await explorer.unit();
  await page.keyboard.press('Control+z');
  await expect.poll(() => explorer.unit()).toEqual(before);
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect.poll(() => explorer.unit()).toEqual(swapped);
  await expect(page).toHaveURL(new RegExp(`unit=${swapped.i},${swapped.j},${swapped.c}`));
  // In a field the keys belong to the field.
  await explorer.run.getByLabel('Epochs').focus();
  await page.keyboard.press('Control+z');
  expect(await explorer.unit()).toEqual(swapped);
});
