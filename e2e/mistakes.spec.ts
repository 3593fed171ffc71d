// What the network reads wrongly, by mouse and by keys: the confusion matrix, the images behind a cell, a mistake chosen for the whole page.
import { AxeBuilder } from '@axe-core/playwright';
import { Explorer, tabTo } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('opens the mistakes, looks into a cell, and chooses a mistake', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  await page.getByRole('tab', { name: 'Mistakes' }).click();
  const view = page.locator('[data-view=mistakes]');
  await expect(page.getByTestId('mistakes-score')).toHaveText(/^The run that ships with this page reads .* of 9\s500 validation images rightly: \d\d\.\d\s%\.$/, { timeout: 60_000 });
  const matrix = view.getByRole('application', { name: /^What each class is read as\. 10 classes/ });
  const images = view.getByRole('region', { name: 'Images behind the matrix' });
  await expect(images.getByRole('option').first()).toHaveAccessibleName(/^digit \d+, a \d, read as \d, wrong, (>?\d\d\.\d)%$/);

  // The cell of the pair that is mistaken most often, as the picture's own name says.
  const [, label, predicted, count] = /Mistaken most often: (\d) read as (\d), (\d+)/.exec((await matrix.getAttribute('aria-label'))!)!.map(Number);
  const cell = ((await matrix.boundingBox())!.height - 12) / 10;
  await matrix.click({ position: { x: 1 + (predicted + 0.5) * cell, y: 6 + (label + 0.5) * cell } });
  await expect(images.getByRole('heading')).toHaveText(`${label} read as ${predicted}: ${count} images, the surest first`);
  await expect(explorer.digit.getByLabel('Answer')).toHaveValue(`as:${predicted}`);
  await expect(explorer.digit.getByLabel('Class')).toHaveValue(String(label));
  await expect(page).toHaveURL(new RegExp(`set=cell:${label},${predicted}`));
  await expect(explorer.digit.getByRole('listbox').getByRole('option').first()).toHaveAccessibleName(new RegExp(`a ${label}, read as ${predicted}, wrong`));

  const mistake = images.getByRole('option').nth(1);
  const chosen = /^digit (\d+)/.exec((await mistake.getAttribute('aria-label'))!)![1];
  await mistake.click();
  await expect(explorer.digit.getByText(`Digit ${chosen}, a ${label}`).first()).toBeVisible();
  await expect(images.getByText(`Image ${chosen} is chosen`)).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).include('[data-view=mistakes]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  // By keys: back to the matrix, one cell on, and choose.
  await tabTo(page, matrix, 200);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(images.getByRole('heading')).toHaveText(label === 0 ? /^0 read rightly: / : new RegExp(`^(No )?${label} (is )?read as 0`));
  await images.getByRole('button', { name: 'All mistakes' }).focus();
  await page.keyboard.press('Enter');
  await expect(images.getByRole('heading')).toHaveText(/^All .* mistakes, the surest first$/);
  await expect(explorer.digit.getByLabel('Answer')).toHaveValue('any');
  await tabTo(page, images.getByRole('option').first(), 40);
  await page.keyboard.press('ArrowRight');
  const second = images.getByRole('option').nth(1);
  await expect(second).toHaveAttribute('aria-selected', 'true');
  const other = /^digit (\d+)/.exec((await second.getAttribute('aria-label'))!)![1];
  await expect(explorer.digit.getByText(new RegExp(`^Digit ${other}, a`)).first()).toBeVisible();
});
