// What a visitor takes home: pictures, tables and the selection's data; and the tour and the sheet of keys that lead there.
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Download, Page } from '@playwright/test';
import { parseNpy } from '../src/engine/data/npy.ts';
import { unzip } from '../src/engine/testing/unzip.ts';
import { Explorer } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

async function read(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

/** Saves a picture by its title, by keyboard alone. */
async function save(page: Page, title: string, kind: 'PNG' | 'SVG' | 'CSV'): Promise<Download> {
  await page.getByRole('button', { name: `Save: ${title}` }).focus();
  await page.keyboard.press('Enter');
  const entry = page.getByRole('menuitem', { name: kind });
  await expect(entry).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), entry.press('Enter')]);
  await expect(page.getByText(`Saved ${download.suggestedFilename()}`)).toBeAttached();
  return download;
}

/** Colours of an image's pixels that are not transparent, by how often they come. */
async function coloursOf(page: Page, address: string): Promise<{ width: number; height: number; counts: Record<string, number> }> {
  return page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const counts: Record<string, number> = {};
    for (let k = 0; k < data.length; k += 4) {
      if (data[k + 3] === 0) continue;
      const colour = `${data[k]},${data[k + 1]},${data[k + 2]}`;
      counts[colour] = (counts[colour] ?? 0) + 1;
    }
    return { width, height, counts };
  }, address);
}

test.describe('saving', () => {
  test.use({ colorScheme: 'dark' });
  test('a picture as PNG, SVG and CSV, the row as CSV, the selection as npz', async ({ page }) => {
    // As in browsers that cannot write to the disk themselves: a download.
    await page.addInitScript('delete window.showSaveFilePicker');
    const explorer = new Explorer(page);
    await explorer.open('./?digit=3&unit=9,14,7&parameter=conv1%2Fkernel%5B2,3,0,7%5D');
    await expect.poll(() => explorer.unit()).toEqual({ i: 9, j: 14, c: 7 });

    const svg = await save(page, 'Activations of relu1', 'SVG');
    expect(svg.suggestedFilename()).toBe('question-relu1-image-3-activations-of-relu1.svg');
    const text = (await read(svg)).toString();
    expect(text).not.toContain('foreignObject');
    const words = await page.evaluate((source) => {
      const drawing = new DOMParser().parseFromString(source, 'image/svg+xml');
      return { root: drawing.documentElement.localName, said: [...drawing.querySelectorAll('text')].map((each) => each.textContent).join(' '), images: drawing.querySelectorAll('image').length };
    }, text);
    expect(words.root).toBe('svg');
    // Legend and maps are pixels; title, legend, value, caption and provenance are words.
    expect(words.images).toBe(2);
    for (const part of ['Activations of relu1', 'activation h', 'row 9, column 14', 'Each of the 20 maps', 'Network: The question’s', 'Layer relu1', 'Unit: map 7, row 9, column 14', 'digit=3']) expect(words.said).toContain(part);
    expect(words.said).not.toContain('Point at');

    // As an image it has the colours of the page's own picture on the dark ground.
    const shown = await coloursOf(page, `data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}`);
    const own = await explorer.mapCanvas.locator('canvas').first().evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const cells = Object.entries((await coloursOf(page, own)).counts).sort((a, b) => b[1] - a[1]).slice(0, 12);
    for (const [colour, count] of cells) expect(shown.counts[colour] / count, `pixels of ${colour}`).toBeGreaterThan(0.9);
    expect(shown.counts['21,23,26']).toBeGreaterThan(10_000);

    const png = await read(await save(page, 'Activations of relu1', 'PNG'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * shown.width, 2 * shown.height]);

    const lines = (await read(await save(page, 'Activations of relu1', 'CSV'))).toString().trimEnd().split('\r\n');
    expect(lines[0]).toBe('map,row,column,activation h');
    expect(lines).toHaveLength(1 + 11_520);
    const unit = lines.find((line) => line.startsWith('7,9,14,'))!;
    await expect(explorer.maps.locator('p', { hasText: 'chosen: map 7, row 9, column 14' })).toContainText(Number(Number(unit.split(',')[3]).toPrecision(7)).toString());

    await page.getByRole('button', { name: 'Save the whole row as a table' }).click();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
    const table = (await read(saved)).toString().trimEnd().split('\r\n').map((line) => line.split(','));
    expect(table).toHaveLength(1 + 560);
    const numbers = await explorer.numbers();
    const derivative = table[1].length - 1;
    for (const [column, value] of numbers) expect(Math.fround(Number(table[1 + column][derivative])), `column ${column}`).toBe(value);
    expect(table[1 + 13 * 20 + 7].slice(0, 6)).toEqual(['267', 'conv1/kernel', '2', '3', '0', '7']);

    await explorer.question.getByRole('button', { name: 'Export' }).click();
    const [selection] = await Promise.all([page.waitForEvent('download'), explorer.question.getByRole('button', { name: 'Save the selection' }).click()]);
    expect(selection.suggestedFilename()).toBe('selection-question-relu1-image-3-unit-9-14-7.npz');
    const entries = unzip(await read(selection));
    const array = (name: string) => parseNpy(entries.get(`${name}.npy`)!);
    const row = array('row').data;
    for (const [column, value] of numbers) expect(row[column]).toBe(value);
    expect(array('row/conv1/kernel').shape).toEqual([5, 5, 1, 20]);
    expect(array('column').data[(9 * 24 + 14) * 20 + 7]).toBe(row[267]);
    const about = JSON.parse(new TextDecoder().decode(array('about').data as Uint8Array)) as Record<string, unknown>;
    expect(about).toMatchObject({ unit: { i: 9, j: 14, c: 7 }, image: { index: 3 }, parameter: { name: 'conv1/kernel', position: [2, 3, 0, 7] } });
    expect(about.link).toContain('digit=3');
  });
});

const card = (page: Page) => page.getByTestId('tour');

/** Fails where the card lies over what it talks about. */
async function expectClear(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => {
    const [a, b] = ['[data-testid="tour"]', '[data-tour-at]'].map((selector) => document.querySelector(selector)?.getBoundingClientRect());
    return a && b ? a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom : false;
  })).toBe(true);
}

test('the tour by keyboard to its end; left, resumed after a reload; the invitation of a first visit', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  await expect(page.getByText('New here?')).toBeVisible();
  await page.keyboard.press('t');
  for (const [k, title] of ['One loop of 11 520 passes', 'One activation', 'Its gradient row'].entries()) {
    await expect(card(page)).toBeFocused();
    await expect(card(page)).toHaveAccessibleName(title.replace('11 520', '11\u00a0520'));
    await expect(card(page)).toContainText(`Step ${k + 1} of 7`);
    await expectClear(page);
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('ArrowLeft');
  await expect(card(page)).toHaveAccessibleName('Its gradient row');
  await expect(card(page)).toContainText(/If conv1\/kernel\[\d,\d,0,\d+\] grew by 0\.001/);
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="tour"]').analyze();
  expect(violations).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveCount(0);
  await expect(page.getByTestId('take-tour')).toBeFocused();
  await page.reload();
  await expect(explorer.table).toBeAttached({ timeout: 90_000 });
  await expect(page.getByText('New here?')).toHaveCount(0);
  await page.getByRole('button', { name: 'Resume the tour' }).click();
  await expect(card(page)).toContainText('Step 3 of 7');

  await page.keyboard.press('ArrowRight');
  await expect(card(page)).toHaveAccessibleName('What the passes repeat');
  await expect(page.getByRole('tab', { name: 'Race' })).toHaveAttribute('data-state', 'active');
  await expect(page.getByRole('tabpanel', { name: 'Race' }).getByRole('button', { name: /^(Stop|Race again)$/ })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(card(page)).toHaveAccessibleName('The blocks');
  await expect(page.getByRole('tab', { name: 'Whole matrix' })).toHaveAttribute('data-state', 'active');
  await expectClear(page);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('check-reference')).toContainText('Agrees with', { timeout: 60_000 });
  await page.keyboard.press('ArrowRight');
  await expect(card(page)).toHaveAccessibleName('Your own digit');
  await expectClear(page);
  await card(page).getByRole('button', { name: 'Finish' }).press('Enter');
  await expect(card(page)).toHaveCount(0);
  await expect(page.getByTestId('pad')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Take the tour' })).toBeVisible();
});

test('the sheet of keys opens by its key and closes where it was opened; letters can be turned off', async ({ page }) => {
  await page.goto('./');
  const button = page.getByRole('button', { name: 'Keys of this page' });
  await button.focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys of this page' });
  for (const part of ['Anywhere', 'The whole matrix', 'Drawing a digit', 'The card of the tour']) await expect(sheet.getByRole('heading', { name: part })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  expect(violations).toEqual([]);
  await sheet.getByLabel('Keys of a single letter work').uncheck();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press('?');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(sheet).toBeVisible();
});

test.describe('390 wide', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('the tour is a sheet at the foot that leaves what it talks about free', async ({ page }) => {
    const explorer = new Explorer(page);
    await explorer.open();
    await page.getByRole('button', { name: 'No tour, thank you' }).tap();
    await expect(page.getByText('New here?')).toHaveCount(0);
    await page.getByRole('button', { name: 'Take the tour' }).tap();
    for (let step = 1; step <= 3; step++) {
      await expect(card(page)).toContainText(`Step ${step} of 7`);
      await expectClear(page);
      await card(page).getByRole('button', { name: 'Next' }).tap();
    }
    await card(page).getByRole('button', { name: 'Skip the tour' }).tap();
    await expect(card(page)).toHaveCount(0);
  });
});
