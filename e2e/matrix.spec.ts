// The whole matrix: by keyboard from afar to a single entry, which is the number that the row panel has; a click chooses.
import { AxeBuilder } from '@axe-core/playwright';
import { Explorer } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('zooms to single entries by keyboard; the entry is the row’s, a click chooses, the link brings it back', async ({ page }) => {
  test.setTimeout(40_000);
  const explorer = new Explorer(page);
  await explorer.open('./?view=matrix&set=rows:channel;columns:channel');
  const view = page.locator('[data-view=matrix]');
  await view.scrollIntoViewIfNeeded();
  const picture = view.getByRole('application', { name: /^The Jacobian of relu1: 11.520 rows, one a unit, by 560 columns/ });
  await picture.focus();
  await picture.scrollIntoViewIfNeeded();
  // A unit and a parameter of its own are chosen from the array's largest entry.
  await view.getByText('As a table').click();
  await view.getByRole('row', { name: /^conv1\/kernel/ }).getByRole('button').click();
  await expect(view.locator('p[aria-live]').first()).toHaveText(/^chosen: Map \d+, row \d+, column \d+, conv1\/kernel\[/);
  await expect.poll(async () => page.url()).toContain('parameter=conv1');

  await picture.focus();
  for (let k = 0; k < 11; k++) await page.keyboard.press('+');
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Enter');
  const unit = await explorer.unit();
  const line = view.locator('p[aria-live]').first();
  const place = /^Map (\d+), row (\d+), column (\d+), conv1\/(kernel|bias)\[([\d,]+)\] = (.+)$/;
  await expect(line).toHaveText(place);
  const [, c, i, j, array, position, written] = place.exec((await line.textContent())!)!;
  expect({ i: Number(i), j: Number(j), c: Number(c) }).toEqual(unit);

  // The same number in the row's table, and in the table of the entries in sight.
  const inRow = explorer.table.getByRole('row', { name: `conv1/${array}[${position}]` }).locator('td');
  const value = Number(await inRow.getAttribute('data-value'));
  expect(Number(written.replace('−', '-'))).toBeCloseTo(value, 5);
  const cells = view.getByRole('table').locator('td');
  await expect(cells.first()).not.toHaveText('…');
  expect(await cells.locator(`span[title="${value}"]`).count()).toBeGreaterThan(0);

  const { violations } = await new AxeBuilder({ page }).include('[data-view=matrix]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  // What is in sight stands in the link.
  await expect.poll(async () => decodeURIComponent(page.url())).toMatch(/at:[\d.]+,[\d.]+,[\d.]+,[\d.]+/);
  const box = (await picture.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.7, box.y + box.height * 0.75);
  await expect.poll(async () => JSON.stringify(await explorer.unit())).not.toBe(JSON.stringify(unit));
});
