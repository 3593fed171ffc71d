// The structure of the Jacobian and its statistics over many images, as a visitor goes through them: by mouse, and by keyboard where it counts.
import { AxeBuilder } from '@axe-core/playwright';
import { Explorer, tabTo } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('spectrum, kernels, parallel rows, what is never felt; then many images, stopped and gone on with', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open('./?view=structure');
  const views = page.locator('#views');
  await views.scrollIntoViewIfNeeded();
  const choose = (name: string | RegExp) => views.getByRole('radio', { name, exact: typeof name === 'string' }).click();

  // Two of a channel's 28 columns say nothing new: a bias acts as beta does, and gamma as the kernel and beta.
  const figures = views.getByTestId('spectrum-figures');
  await expect(figures).toHaveAttribute('data-rank', '520', { timeout: 60_000 });
  await expect(views.getByTestId('singular-vector')).toHaveAttribute('data-index', '0');
  const scree = views.getByRole('slider', { name: /^Singular values of the whole Jacobian/ });
  await tabTo(page, scree, 400);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(scree).toHaveAttribute('aria-valuetext', /^σ\d+ = \d/);
  await page.keyboard.press('Enter');
  await expect(views.getByTestId('singular-vector')).not.toHaveAttribute('data-index', '0');
  await expect(page).toHaveURL(/sigma/);
  await views.getByRole('listbox', { name: /^Effective rank of each map/ }).getByRole('option', { name: /^map 3:/ }).click();
  await expect(figures).toHaveAttribute('data-rank', '26');

  await choose('Tangent kernel');
  await expect(views.getByTestId('unit-kernel')).toHaveAttribute('data-n', '96');
  const before = await explorer.unit();
  const cells = views.getByRole('application', { name: /^Tangent kernel between the 96 units/ });
  await cells.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Enter');
  await expect.poll(() => explorer.unit()).not.toEqual(before);

  await choose('Parallel rows');
  await expect(views.getByTestId('parallel')).toHaveAttribute('data-pairs', /^[1-9]/);
  await views.getByRole('listbox', { name: /^The largest groups/ }).getByRole('option').first().click();
  await expect(views.getByRole('listbox', { name: /^The largest groups/ }).getByRole('option', { selected: true })).toHaveCount(1);

  await choose('Never felt, never on');
  await expect(views.getByTestId('silent')).toHaveAttribute('data-unfelt', '0');
  await views.getByRole('listbox', { name: /dead units$/ }).getByRole('option').first().click();
  await expect(page.getByTestId('row-off')).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).include('#views').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  await views.getByRole('tab', { name: 'Many images' }).click();
  await views.getByLabel('How many').selectOption('5000');
  await views.getByRole('button', { name: 'Go through them' }).click();
  const means = views.getByTestId('image-means');
  await expect(means).toHaveAttribute('data-total', '5000', { timeout: 20_000 });
  await views.getByRole('button', { name: 'Stop' }).click();
  await expect(views.getByRole('button', { name: 'Go on' })).toBeVisible();
  expect(Number(await means.getAttribute('data-images'))).toBeLessThan(5000);

  await views.getByLabel('How many').selectOption('50');
  await views.getByLabel('Which images').selectOption('wrong');
  await views.getByRole('button', { name: 'Go through them' }).click();
  await expect(views.getByText(/summed and let go in/)).toBeVisible({ timeout: 30_000 });
  await expect(means).toHaveAttribute('data-images', '50');
  const most = views.getByRole('listbox', { name: 'Most sensitive units' }).getByRole('option').first();
  await most.click();
  await expect(most).toHaveAttribute('aria-selected', 'true');
  await choose('this image less the mean');
  await expect(views.getByRole('application', { name: /^Sensitivity of each unit: this image less the mean over 50/ })).toBeVisible();

  // Left and returned to, the means are still there.
  await views.getByRole('tab', { name: 'Structure' }).click();
  await views.getByRole('tab', { name: 'Many images' }).click();
  await expect(means).toHaveAttribute('data-images', '50');
  const again = await new AxeBuilder({ page }).include('#views').analyze();
  expect(again.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
});
