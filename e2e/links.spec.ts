// The link holds the view: it reopens the same digit, unit, parameter and mode, trains again where it must, and refuses nonsense in words.
import { Explorer } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('a link to a view of the ready-made run reopens it', async ({ page, context }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  const before = await explorer.unit();
  await explorer.digit.getByRole('listbox').getByRole('option').nth(3).click();
  await expect(page).toHaveURL(/digit=3/);
  const box = (await explorer.mapCanvas.boundingBox())!;
  await explorer.mapCanvas.click({ position: { x: box.width * 0.3, y: box.height * 0.7 } });
  await expect.poll(() => explorer.unit()).not.toEqual(before);
  const unit = await explorer.unit();
  await expect(page).toHaveURL(new RegExp(`unit=${unit.i},${unit.j},${unit.c}`));
  await explorer.row.getByRole('application', { name: /its own/ }).click({ position: { x: 70, y: 70 } });
  await expect(page).toHaveURL(/parameter=/);
  const numbers = await explorer.numbers();

  const second = new Explorer(await context.newPage());
  await second.open(page.url());
  await expect.poll(() => second.unit()).toEqual(unit);
  await expect.poll(() => second.numbers()).toEqual(numbers);
  await expect(second.maps.getByRole('radio', { name: 'One parameter' })).toBeChecked();
});

test('a link to a trained run trains again, says so, and shows its view', async ({ page }) => {
  test.setTimeout(300_000);
  const explorer = new Explorer(page);
  await explorer.open('./?run=trained&seed=3&imagesPerClass=2&epochs=1&batchSize=8&validationImages=100&digit=5&unit=3,4,5&parameter=conv1/kernel[1,1,0,5]&map=parameter');
  await expect(page.getByText(/train(ing|ed)? (it )?again/i).first()).toBeVisible({ timeout: 60_000 });
  await explorer.trained();
  await expect.poll(() => explorer.unit()).toEqual({ i: 3, j: 4, c: 5 });
  await expect(explorer.digit.getByText(/^Digit 5,/).first()).toBeVisible();
  await expect(explorer.maps.getByText(/conv1\/kernel\[1,1,0,5\]/).first()).toBeVisible();
  await expect(page).toHaveURL(/run=trained/);
});

test('values that make no sense are refused in words, and the page opens all the same', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open('./?seed=soon&digit=123456&unit=99,99,99&parameter=conv9/kernel[0]&map=upside-down');
  const notices = page.getByRole('status').or(page.getByRole('alert'));
  await expect(notices.filter({ hasText: 'soon' }).first()).toBeVisible();
  await expect(notices.filter({ hasText: '123456' }).first()).toBeVisible();
  expect((await explorer.numbers()).size).toBe(28);
});
