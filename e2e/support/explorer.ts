// The page as a visitor meets it: its regions, buttons and numbers by the names that a screen reader says.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Unit } from '../../src/engine/protocol.ts';

export class Explorer {
  readonly run: Locator;
  readonly digit: Locator;
  readonly maps: Locator;
  readonly row: Locator;

  constructor(readonly page: Page) {
    this.run = page.getByRole('region', { name: 'The run' });
    this.digit = page.getByRole('region', { name: 'The digit' });
    this.maps = page.getByRole('region', { name: /^The (maps|units) of/ });
    this.row = page.getByRole('region', { name: 'The gradient row' });
  }

  /** Opens the page, or a link to a view of it, and waits for the first row. */
  async open(link = './'): Promise<void> {
    await this.page.goto(link);
    await expect(this.table).toBeAttached({ timeout: 90_000 });
  }

  get table(): Locator {
    return this.page.getByTestId('row-values');
  }

  get mapCanvas(): Locator {
    return this.maps.getByRole('application');
  }

  /** What is asked for and what it takes. */
  get question(): Locator {
    return this.page.getByRole('region', { name: 'The question: which Jacobian' });
  }

  /** Shows a model of one's own; paths of model.json and its weight files. */
  async load(files: readonly string[]): Promise<void> {
    await this.page.getByTestId('model-files').setInputFiles([...files]);
  }

  /** Explores another layer of the network on show, and waits for its row. */
  async chooseLayer(name: string): Promise<void> {
    await this.page.getByRole('radio', { name: new RegExp(`^${name}\\b`) }).click();
    await expect(this.page.locator(`[data-testid=row-values][data-of="${name}"]`)).toBeAttached({ timeout: 60_000 });
  }

  /** Checks the row on show; fails where one of the ways to it differs. */
  async check(): Promise<void> {
    await this.row.getByRole('button', { name: 'Check this row' }).click();
    const verdict = this.page.getByTestId('check-reference');
    await expect(verdict).toContainText('Agrees with', { timeout: 90_000 });
    expect(Number(await verdict.getAttribute('data-worst'))).toBeLessThanOrEqual(1e-5);
  }

  /** The unit whose row is shown. */
  async unit(): Promise<Unit> {
    const [i, j, c] = (await this.table.getAttribute('data-unit'))!.split(',').map(Number);
    return { i, j, c };
  }

  /** The row's numbers that the page shows, by column. */
  async numbers(): Promise<Map<number, number>> {
    const cells = await this.table.locator('td[data-column]').evaluateAll((all) => all.map((cell) => [cell.getAttribute('data-column'), cell.getAttribute('data-value')]));
    return new Map(cells.map(([column, value]) => [Number(column), Number(value)]));
  }

  /** Settings that make a run of a few iterations: two images a class, batches of eight. */
  async chooseSmallRun(): Promise<void> {
    await this.run.getByLabel('Training images per class').fill('2');
    await this.run.getByLabel('Epochs').fill('1');
    await this.run.getByRole('button', { name: 'All settings' }).click();
    await this.run.getByLabel('Batch size').fill('8');
    await this.run.getByLabel('Validation images', { exact: false }).first().fill('200');
    await this.run.getByRole('button', { name: 'All settings' }).click();
  }

  /** Where the run stands, as `data-phase` says it. */
  get phase(): Locator {
    return this.run.getByTestId('phase');
  }

  async trained(): Promise<void> {
    await expect(this.run.getByText(/^Finished after/)).toBeVisible({ timeout: 180_000 });
    await expect(this.row).not.toHaveAttribute('aria-busy', 'true');
  }
}

/** Presses Tab until the element has the focus; fails when it cannot be reached. */
export async function tabTo(page: Page, target: Locator, most = 120): Promise<void> {
  for (let k = 0; k < most; k++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`keyboard: ${String(target)} was not reached in ${most} tabs`);
}

/** Every number that the page shows for the row agrees with the reference, and the reference is zero elsewhere. */
export function expectRow(shown: Map<number, number>, reference: ArrayLike<number>): void {
  const largest = Math.max(...Array.from(reference, Math.abs));
  expect(shown.size).toBeGreaterThan(0);
  Array.from(reference).forEach((value, column) => {
    const there = shown.get(column) ?? 0;
    expect(Math.abs(there - value), `column ${column}: ${there} shown, ${value} in the reference`).toBeLessThanOrEqual(1e-5 * largest);
  });
}
