// The run's controls: step, resume, pause, stop, reset; and settings that are refused with their reason.
import { Explorer } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('steps, goes on, pauses, stops and returns to the ready-made run', async ({ page }) => {
  test.setTimeout(300_000);
  const explorer = new Explorer(page);
  const button = (name: string) => explorer.run.getByRole('button', { name, exact: true });
  await explorer.open();
  await explorer.chooseSmallRun();
  await explorer.run.getByLabel('Epochs').fill('30');
  await button('Step').click();
  await expect(explorer.phase).toHaveText('Paused at iteration 1 of 60', { timeout: 60_000 });
  await button('Step').click();
  await expect(explorer.phase).toHaveText('Paused at iteration 2 of 60', { timeout: 60_000 });
  // What is shown belongs to the paused moment.
  await expect(page).toHaveURL(/run=trained/);
  await button('Resume').click();
  await expect(explorer.phase).toHaveText(/^Training: iteration \d+ of 60/);
  await button('Pause').click();
  await expect(explorer.phase).toHaveText(/^Paused at iteration \d+ of 60/, { timeout: 60_000 });
  await expect(explorer.run.getByRole('slider', { name: /at iteration \d+ the training accuracy is/ })).toBeVisible();
  await button('Stop').click();
  await expect(explorer.phase).toHaveText(/^Stopped at iteration \d+ of 60/, { timeout: 60_000 });
  await button('Reset').click();
  await expect(explorer.run.getByText(/ships with this page/)).toBeVisible({ timeout: 60_000 });
  await expect(button('Train')).toBeEnabled();
});

test('refuses settings that cannot work, beside the control, and trains nothing', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  const rate = explorer.run.getByLabel('Learning rate');
  await rate.fill('-1');
  await expect(explorer.run.getByText(/^learning rate: -?−?1/i)).toBeVisible();
  await expect(rate).toHaveAttribute('aria-invalid', 'true');
  await expect(explorer.run.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await rate.fill('0.02');
  await expect(explorer.run.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
  await explorer.run.getByLabel('Training images per class').fill('5');
  await expect(explorer.run.getByText(/batch/i).filter({ hasText: '128' }).first()).toBeVisible();
  await expect(explorer.run.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
});
