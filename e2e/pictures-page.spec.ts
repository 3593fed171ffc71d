// The whole page on the ready-made run: pictures at three widths in both themes, and what axe finds.
import { AxeBuilder } from '@axe-core/playwright';
import { Explorer } from './support/explorer.ts';
import { expect, settled, test } from './support/test.ts';

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
      await expect(page).toHaveScreenshot(`page-${name}-${theme}.png`, {
        fullPage: name !== 'wide',
        // Times and the device's name are another machine's.
        mask: [page.getByTestId('how-computed'), page.getByTestId('backend')],
        maxDiffPixels: 400,
      });
    });
