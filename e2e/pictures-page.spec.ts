// The whole page on the ready-made run: pictures at three widths in both themes, and what axe finds.
import { AxeBuilder } from '@axe-core/playwright';
import { Explorer } from './support/explorer.ts';
import { expect, settled, test } from './support/test.ts';

/** Times, the device's name and what is said of it are another machine's. */
const OWN_TO_A_MACHINE = `[data-testid=backend] { visibility: hidden } [data-testid=took] { visibility: hidden } [data-testid=backend-notice], [data-testid=how-computed] { display: none }`;

const sizes = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'middle', width: 1024, height: 768 },
  { name: 'narrow', width: 390, height: 844 },
];

for (const theme of ['light', 'dark'] as const)
  for (const { name, width, height } of sizes)
    test(`the page, ${name}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      const explorer = new Explorer(page);
      await explorer.open();
      await expect(explorer.digit.getByRole('listbox').getByRole('option').nth(20)).toBeAttached();
      await settled(page);
      // Nothing sticks out sideways.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
      await page.addStyleTag({ content: OWN_TO_A_MACHINE });
      await expect(page).toHaveScreenshot(`page-${name}-${theme}.png`, { fullPage: name !== 'wide', maxDiffPixels: 400 });
    });
