// The race of the three ways to one Jacobian, by keyboard: its bars grow, it can be stopped half-way, and what it says at the end agrees.
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { Explorer, tabTo } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

/** `Loop: 2.3 s so far. Dense batches: not run yet. …` */
const said = async (bars: Locator) => (await bars.getAttribute('aria-label'))!;

test('races by keyboard, is stopped half-way, and runs to the end with numbers that agree', async ({ page }) => {
  test.setTimeout(60_000);
  const explorer = new Explorer(page);
  await explorer.open('./?view=race');
  const view = page.locator('[data-view=race]');
  await view.scrollIntoViewIfNeeded();
  const bars = view.getByRole('img', { name: /^Time for all rows\./ });
  await expect(bars).toHaveAccessibleName('Time for all rows. Loop: not run yet. Dense batches: not run yet. Structured: not run yet.');

  // 11 520 rows one by one take a while.
  await tabTo(page, view.getByRole('button', { name: 'Start the race' }), 200);
  await page.keyboard.press('Enter');
  await expect(bars).toHaveAccessibleName(/Loop: .* so far\. Dense batches: not run yet\./);
  const bar = bars.locator('rect').first();
  const width = Number(await bar.getAttribute('width'));
  await expect.poll(async () => Number(await bar.getAttribute('width'))).toBeGreaterThan(width);
  await tabTo(page, view.getByRole('button', { name: 'Stop' }), 20);
  await page.keyboard.press('Enter');
  await expect(bars).toHaveAccessibleName('Time for all rows. Loop: stopped. Dense batches: not run yet. Structured: not run yet.');
  await expect(view.getByText('Stopped. What had been measured stays.')).toBeVisible();
  await expect(view.getByRole('table')).toHaveCount(0);

  // The ten rows of softmax are soon done.
  await explorer.chooseLayer('softmax');
  await view.scrollIntoViewIfNeeded();
  await expect(view.getByText(/^10 × 115.770, ∂softmax of this image\./)).toBeVisible();
  await tabTo(page, view.getByRole('button', { name: 'Start the race' }), 200);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('race-verdict')).toHaveText(/ took .*: .*(faster than|as fast as) .*, and .*\.$/);
  const lanes = view.getByRole('table').locator('tbody tr');
  await expect(lanes).toHaveCount(3);
  const finished = await said(bars);
  for (const lane of await lanes.all()) {
    const [name, takes] = await lane.locator('th, td').allTextContents();
    expect(finished).toContain(`${name}: ${takes}`);
    expect(Number(await lane.getAttribute('data-worst'))).toBeLessThanOrEqual(1e-5);
  }
  // The longer a bar, the longer it took.
  const took = await lanes.evaluateAll((all) => all.map((lane) => Number(lane.getAttribute('data-milliseconds'))));
  const widths = await bars.locator('rect').evaluateAll((all) => all.map((each) => Number(each.getAttribute('width'))));
  const byLength = (values: number[]) => values.map((_, k) => k).sort((x, y) => values[x] - values[y]);
  expect(byLength(widths)).toEqual(byLength(took));

  await view.getByRole('radio', { name: 'passes' }).focus();
  await page.keyboard.press('Space');
  await expect(view.getByRole('img', { name: /^Times that cotangents are pulled back\. Loop: 10\. / })).toBeVisible();
  await expect(page).toHaveURL(/set=bars:passes/);

  const { violations } = await new AxeBuilder({ page }).include('[data-view=race]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
});
