// One number of the matrix taken apart, and a step tried: by mouse and by keyboard.
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { Explorer, tabTo } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

const numberOf = async (element: Locator, name: string) => Number(await element.getAttribute(`data-${name}`));

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('#views').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

test('explains a number and tries a step', async ({ page }) => {
  test.setTimeout(50_000);
  const explorer = new Explorer(page);
  await explorer.open('./?view=explain');
  await page.locator('#views').scrollIntoViewIfNeeded();

  // By mouse: the strongest number of the row, its factors, and another number of the patch.
  await page.getByRole('button', { name: 'Explain the strongest number of this row' }).click();
  const told = page.getByTestId('explanation');
  await expect(told).toBeAttached();
  const [entry, sum] = [await numberOf(told, 'entry'), await numberOf(told, 'sum')];
  expect(Math.abs(sum - entry)).toBeLessThanOrEqual(1e-5 * Math.abs(entry));
  const factors = await told.getByRole('list', { name: /these numbers multiply/ }).locator('[data-factor]').evaluateAll((cards) => cards.map((card) => Number(card.getAttribute('data-factor'))));
  expect(factors.length).toBeGreaterThanOrEqual(3);
  expect(Math.abs(factors.reduce((product, factor) => product * factor, 1) - entry)).toBeLessThanOrEqual(1e-5 * Math.abs(entry));
  expect(entry).toBe((await explorer.numbers()).get(await numberOf(told, 'column')));
  const column = await numberOf(told, 'column');
  const patch = told.getByRole('application', { name: /patch of input/ });
  await patch.click({ position: { x: 20, y: 20 } });
  await expect.poll(() => numberOf(told, 'column')).not.toBe(column);

  await expectAccessible(page);

  // By keyboard: to the next tab, along the slider, an exact number, a point of the curve, and back to nothing.
  await tabTo(page, page.getByRole('tab', { name: 'Explain a number' }), 400);
  await page.keyboard.press('ArrowRight');
  while (!(await page.getByRole('tab', { name: 'What if', selected: true }).isVisible())) await page.keyboard.press('ArrowRight');
  const figures = page.getByTestId('what-if-figures');
  await expect(figures).toBeVisible();
  await tabTo(page, page.getByLabel('Drag the step'));
  const before = await numberOf(figures, 'step');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => numberOf(figures, 'step')).toBeGreaterThan(before);
  await tabTo(page, page.getByLabel('Step δ'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('-0.001');
  await expect.poll(() => numberOf(figures, 'step')).toBe(-0.001);
  expect(await numberOf(figures, 'predicted')).toBeGreaterThan(0);
  const curve = page.getByRole('slider', { name: /error of the prediction/ });
  await tabTo(page, curve);
  await page.keyboard.press('Home');
  await expect(curve).toHaveAttribute('aria-valuetext', /nothing flips/);
  expect(await numberOf(figures, 'error')).toBeLessThan(1e-9);

  // By mouse: all parameters along the row, the curve's slope, a click on it; the link holds it all.
  await page.getByRole('radio', { name: 'All, along the unit’s row' }).click();
  // The step before was negative: until this one is there, the page shows that one's curve.
  await expect.poll(() => numberOf(figures, 'step')).toBeGreaterThan(0);
  await expect(page.getByText(/^Slope (1\.9\d|2\.0\d) between/)).toBeVisible();
  const opening = await numberOf(figures, 'step');
  await curve.click({ position: { x: 120, y: 80 } });
  await expect.poll(() => numberOf(figures, 'step')).toBeLessThan(opening);
  await expect(page.getByTestId('what-if-flips')).toHaveAttribute('data-count', '0');
  await expect.poll(() => page.url()).toMatch(/view=what-if/);
  await expect.poll(() => decodeURIComponent(page.url())).toMatch(/set=direction:row;step:[\de.-]+/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back to 0' }).click();
  await expect.poll(() => numberOf(figures, 'actual')).toBe(0);
});
