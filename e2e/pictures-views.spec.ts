// Pictures of every view on its fixed example: light and dark, wide and narrow. And once each what a picture cannot show:
// that pointing, keys and touch read out the values and that nothing moves while they do.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, settled, test } from './support/test.ts';

const VIEWS = [
  'maps-activation', 'maps-sensitivity', 'filters', 'filters-row', 'filters-deep', 'kernel', 'kernel-deep', 'kernel-many', 'maps-some', 'cells', 'cells-signed', 'bars', 'bars-named', 'digit-colour', 'strips', 'digit', 'digit-input',
  'thumbnails', 'probabilities-sure', 'probabilities-unsure', 'curve-accuracy', 'curve-loss', 'curve-compared', 'curve-short', 'curve-empty', 'curve-diverged', 'legends',
  'confusion', 'confusion-many', 'confusion-perfect', 'thumbnails-ranked',
  'product', 'product-off', 'step-error', 'step-error-linear', 'maps-flagged',
  'scree', 'scree-short', 'clusters', 'clusters-pair',
  'matrix-whole', 'matrix-entries', 'race', 'race-linear',
  'time-lengths', 'time-activation', 'time-entries', 'triptych-maps', 'triptych-kernels',
] as const;
const WIDTHS = { wide: 1440, narrow: 390 } as const;

// Cells are written pixel by pixel. The slack is for edges of lines and letters, which a browser without GPU rasterises otherwise:
// by 66 pixels at most in a curve and 37 elsewhere, as measured.
const slack = (view: string): number => (/^(curve|time)/.test(view) ? 100 : 48);

async function open(page: Page, view: string | null, theme = 'light'): Promise<void> {
  await page.goto(`/fixtures.html?theme=${theme}${view === null ? '' : `&view=${view}`}`);
  await page.locator('[data-view]').first().waitFor();
  await settled(page);
}

// Colours do not depend on the width, nor places on the theme: each width and each theme once.
for (const [theme, size] of [['light', 'wide'], ['dark', 'narrow']] as const) {
  test.describe(`${theme}, ${size}`, () => {
    test.use({ viewport: { width: WIDTHS[size], height: 900 } });
    test('every view', async ({ page }) => {
      await open(page, null, theme);
      expect(await page.locator('[data-view]').evaluateAll((views) => views.map((view) => view.getAttribute('data-view')))).toEqual([...VIEWS]);
      // Soft, so that one run shows every picture that differs.
      for (const view of VIEWS) await expect.soft(page.locator(`[data-view="${view}"]`)).toHaveScreenshot(`view-${view}-${theme}-${size}.png`, { maxDiffPixels: slack(view) });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    });
  });
}

/** The exact value that the line under the picture says. */
const readOut = (page: Page) => page.locator('[data-view] p[aria-live]').first();
const heights = (page: Page) => page.locator('[data-view] figure > *').evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().height));

test('the mouse reads values out, a tooltip stays inside the page, nothing moves', async ({ page }) => {
  await open(page, 'maps-activation');
  const before = await heights(page);
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('picture: not on the page.');
  await page.mouse.move(box.x + 3, box.y + 24);
  await expect(readOut(page)).toHaveText(/^map 0, row 0, column 0 = [\d.]+$/);
  await expect(page.locator('body > [aria-hidden="true"]')).toBeInViewport({ ratio: 1 });
  expect(await heights(page)).toEqual(before);
  await page.mouse.move(2, 2);
  await expect(readOut(page)).toHaveText(/^chosen: map 7, row 8, column 13 = /);
  await expect(page.locator('body > [aria-hidden="true"]')).toHaveCount(0);
});

test('the keyboard walks across maps and chooses', async ({ page }) => {
  await open(page, 'maps-activation');
  await page.keyboard.press('Tab');
  await expect(readOut(page)).toHaveText(/^map 7, row 8, column 13 = /);
  await expect(readOut(page)).toHaveAttribute('aria-live', 'polite');
  for (const [key, place] of [
    ['End', 'map 7, row 8, column 23'], ['ArrowRight', 'map 8, row 8, column 0'], ['PageDown', 'map 9, row 8, column 0'],
    ['Control+End', 'map 19, row 23, column 23'], ['ArrowUp', 'map 19, row 22, column 23'],
  ]) {
    await page.keyboard.press(key);
    await expect(readOut(page)).toHaveText(new RegExp(`^${place} = `));
  }
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(readOut(page)).toHaveText(/^chosen: map 19, row 22, column 23 = /);
});

test('a digit of the list is chosen with the arrows, and is named', async ({ page }) => {
  await open(page, 'thumbnails');
  const chosen = page.getByRole('option', { selected: true });
  await expect(chosen).toHaveAccessibleName('digit 1245, a 3, read as 3');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(chosen).toBeFocused();
  await expect(chosen).toHaveAccessibleName('digit 2752, a 2, read as 7, wrong');
});

test('the curve reads an iteration out', async ({ page }) => {
  await open(page, 'curve-accuracy');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await expect(readOut(page)).toHaveText(/^iteration 1: training [\d.]+% · validation [\d.]+% \(at 0\)$/);
  await page.keyboard.press('End');
  await expect(readOut(page)).toHaveText(/^iteration 156: /);
});

test.describe('touch', () => {
  test.use({ viewport: { width: 390, height: 900 }, hasTouch: true });
  test('a tap chooses and reads out', async ({ page }) => {
    await open(page, 'kernel');
    await page.getByRole('application').tap({ position: { x: 30, y: 30 } });
    await expect(readOut(page)).toHaveText(/^row 0, column 0 = \u2212[\d.]+$/);
    await expect(page.locator('body > [aria-hidden="true"]')).toHaveCount(0);
  });
});
