// The visitor's own digits: a folder of class folders with bad files among the good, IDX files of another size, a drawing, an image.
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { hearWorker, readyMadeNetwork, referenceProbabilities, referenceRow } from './support/engine.ts';
import { Explorer, expectRow } from './support/explorer.ts';
import { idx, png, striped, writeFiles } from './support/imageFolders.ts';
import { expect, test } from './support/test.ts';

const opener = (page: Page) => page.getByRole('button', { name: /^Your own digits/ });
const drawer = (page: Page) => page.getByTestId('digits-drawer');

async function openDrawer(page: Page): Promise<Explorer> {
  const explorer = new Explorer(page);
  await explorer.open();
  await opener(page).click();
  await expect(drawer(page)).toBeVisible();
  return explorer;
}

test('a folder of class folders: the bad files are named with their reasons, the good ones are trained on', async ({ page }, testInfo) => {
  const good = Object.fromEntries(['ant', 'bee', 'cow'].flatMap((name, label) => Array.from({ length: 8 }, (_, n) => [`${name}/${n}.png`, png(striped(label, n, 12, 10), 12, 10)])));
  const whole = png(striped(0, 9, 12, 10), 12, 10);
  // Its header is whole, its pixels are not.
  const damaged = Buffer.from(whole);
  damaged.fill(0, 45, damaged.length - 14);
  await writeFiles(testInfo.outputPath('animals'), {
    ...good,
    'ant/cut.png': whole.subarray(0, whole.length - 20),
    'ant/damaged.png': damaged,
    'bee/notes.txt': Buffer.from('Read me'),
    'bee/labels-idx1-ubyte': Buffer.from([0, 0, 13, 1, 0, 0, 0, 1, 0]),
    'preview.png': whole,
  });
  const explorer = await openDrawer(page);
  await page.getByTestId('digits-folder').setInputFiles(testInfo.outputPath('animals'));
  await expect(drawer(page)).toContainText('animals is in use; 5 entries were left out:');
  const left = page.getByTestId('left-out');
  await expect(left).toContainText(/ant\/cut\.png: PNG image: \d+ bytes without its end; the file is cut short/);
  await expect(left).toContainText('ant/damaged.png: PNG image: damaged, it cannot be decoded');
  await expect(left).toContainText('bee/notes.txt: not an image (PNG, JPEG, GIF, BMP or WebP) and no IDX file');
  await expect(left).toContainText('bee/labels-idx1-ubyte: IDX magic: 0x00000d01');
  await expect(left).toContainText('preview.png: alone in class animals');
  const found = await new AxeBuilder({ page }).include('[data-testid=digits-drawer]').analyze();
  expect(found.violations).toEqual([]);

  await expect(explorer.phase).toHaveAttribute('data-phase', 'untrained');
  await expect(page).toHaveURL(/data=[0-9a-f]{12}/);
  await expect(page.getByRole('radio', { name: /^softmax/ })).toContainText('3');
  await expect(explorer.digit.getByLabel('Class')).toContainText('cow');
  await expect(explorer.digit.getByRole('option', { name: /a bee, read as/ }).first()).toBeVisible();
  await explorer.run.getByLabel('Epochs').fill('30');
  await explorer.run.getByRole('button', { name: 'Train', exact: true }).click();
  await explorer.trained();
  for (const name of ['bee', 'cow']) {
    await explorer.digit.getByRole('option', { name: new RegExp(`a ${name}, read as ${name}$`) }).first().click();
    await expect(explorer.digit.getByText(`Read as ${name}, which is right.`)).toBeVisible();
  }
  await expect(explorer.row).not.toHaveAttribute('aria-busy', 'true');
  await explorer.check();
});

test('a pair of IDX files of another size, whatever they are called; refused files change nothing; the shipped digits come back', async ({ page }, testInfo) => {
  const [N, H, W] = [30, 14, 16];
  const labels = Uint8Array.from({ length: N }, (_, n) => [3, 5, 200][n % 3]);
  const images = Uint8Array.from({ length: N }, (_, n) => n).reduce<number[]>((all, n) => [...all, ...striped(n % 3, n, H, W)], []);
  await writeFiles(testInfo.outputPath('pair'), { first: idx([N], labels), second: gzipSync(idx([N, H, W], Uint8Array.from(images))), short: idx([N, H, W], Uint8Array.from(images.slice(1))) });
  const explorer = await openDrawer(page);
  const unit = await explorer.unit();
  const hand = (...names: string[]) => page.getByTestId('digits-files').setInputFiles(names.map((name) => testInfo.outputPath('pair', name)));
  await hand('first', 'short');
  await expect(drawer(page)).toContainText(/^.*IDX files: no pair of images and labels \(first: 30 labels without a file of as many images\).*The shipped digits stay\./s);
  await expect(page.getByTestId('left-out')).toContainText(/short: IDX data: 6719 bytes; 30×14×16 needs 6720, so the file is cut short/);
  expect(await explorer.unit()).toEqual(unit);

  await hand('first', 'second');
  await expect(drawer(page)).toContainText('2 files is in use.');
  await expect(page.getByRole('radio', { name: /^relu1/ })).toContainText('10×12×20');
  await expect(explorer.digit.getByRole('option', { name: /a 200, read as/ }).first()).toBeVisible();
  await explorer.check();

  await page.getByLabel('Digits in use').selectOption('shipped');
  await expect(page.getByRole('radio', { name: /^relu1/ })).toContainText('24×24×20');
  await expect(explorer.run.getByText(/small run that ships with this page/)).toBeVisible();
  await expect(page).not.toHaveURL(/data=/);
  await expect(explorer.digit.getByRole('listbox').getByRole('option')).toHaveCount(30);
});

test('files of every kind that cannot be used are refused by name with the reason, and what is in use stays', async ({ page }, testInfo) => {
  const picture = (label: number, n: number) => png(striped(label, n, 12, 10), 12, 10);
  const run = Buffer.concat([Buffer.from('JXRUN'), Buffer.from([1, 0, 0, 200, 0, 0, 0]), Buffer.from('{"header":')]);
  await writeFiles(testInfo.outputPath('bad'), {
    'one/ant/1.png': picture(0, 1), 'one/ant/2.png': picture(0, 2),
    'none/ant/notes.txt': Buffer.from('nothing'), 'none/bee/cut.png': picture(0, 1).subarray(0, 40),
    'hollow/ant/1.png': picture(0, 1), 'hollow/ant/2.png': picture(0, 2), 'hollow/bee/1.png': picture(1, 1), 'hollow/bee/2.png': picture(1, 2), 'hollow/cow/notes.txt': Buffer.from('nothing'),
    images: Buffer.concat([Buffer.from([0, 0, 9, 3]), idx([2, 12, 10], new Uint8Array(240)).subarray(4)]),
    labels: idx([2], Uint8Array.of(0, 1)),
    'cut-idx3-ubyte.gz': gzipSync(idx([2, 12, 10], new Uint8Array(240))).subarray(0, 30),
    'model.json': Buffer.from('{"modelTopology": {'),
    'weights.bin': new Uint8Array(4),
    'mine.jxrun': run,
  });
  const at = (...names: string[]) => names.map((name) => testInfo.outputPath('bad', name));
  const explorer = await openDrawer(page);
  const before = [await explorer.unit(), [...(await explorer.numbers())]];
  const stays = async () => {
    expect([await explorer.unit(), [...(await explorer.numbers())]]).toEqual(before);
    await expect(page.getByLabel('Digits in use')).toHaveValue('shipped');
  };
  const left = page.getByTestId('left-out');
  await page.getByTestId('digits-folder').setInputFiles(at('one')[0]);
  await expect(drawer(page)).toContainText(/class.*ant.*The shipped digits stay\./s);
  await stays();
  await page.getByTestId('digits-folder').setInputFiles(at('none')[0]);
  await expect(drawer(page)).toContainText(/images: none could be used.*The shipped digits stay\./s);
  await expect(left).toContainText('none/ant/notes.txt: not an image');
  await expect(left).toContainText(/none\/bee\/cut\.png: PNG image: 40 bytes without its end/);
  await stays();
  await page.getByTestId('digits-files').setInputFiles(at('images', 'labels'));
  await expect(left).toContainText(/images: IDX magic: 0x00000903/);
  await page.getByTestId('digits-files').setInputFiles(at('cut-idx3-ubyte.gz', 'labels'));
  await expect(left).toContainText(/cut-idx3-ubyte\.gz: .*cut short/);
  await stays();

  await explorer.load(at('model.json', 'weights.bin'));
  await expect(page.getByText(/^model\.json: not JSON/)).toBeVisible();
  await page.getByTestId('run-file').setInputFiles(at('mine.jxrun'));
  await expect(page.getByText(/^mine\.jxrun: run: its header should have 200 bytes, but the file has only \d+; it is cut short/)).toBeVisible();
  // Dropped, a file is what its first bytes say.
  const drop = (...files: [name: string, bytes: number[]][]) =>
    page.evaluate((given) => {
      const data = new DataTransfer();
      for (const [name, bytes] of given) data.items.add(new File([Uint8Array.from(bytes)], name));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
    }, files);
  await drop(['a run', [...run.subarray(0, 12)]]);
  await expect(page.getByText(/^a run: run: its header should have 200 bytes/)).toBeVisible();
  await drop(['mine.jxrun', [...run]], ['labels-idx1-ubyte', [0, 0, 8, 1]]);
  await expect(page.getByText(/^mine\.jxrun is a saved run, labels-idx1-ubyte is an IDX file\. Hand over one kind of thing at a time/)).toBeVisible();
  await stays();

  await page.getByTestId('digits-folder').setInputFiles(at('hollow')[0]);
  await expect(drawer(page)).toContainText('hollow is in use');
  await expect(left).toContainText('hollow/cow/: empty class: no image in it could be used');
});

test('a drawn digit is classified and differentiated, and its numbers are the reference’s', async ({ page }) => {
  const heard = await hearWorker(page);
  const explorer = await openDrawer(page);
  const box = (await page.getByTestId('pad').boundingBox())!;
  const at = ([x, y]: readonly [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  const draw = async (...points: (readonly [number, number])[]) => {
    await page.mouse.move(...at(points[0]));
    await page.mouse.down();
    for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 5 });
    await page.mouse.up();
  };
  await draw([0.3, 0.25], [0.5, 0.15], [0.7, 0.3], [0.5, 0.5], [0.72, 0.68], [0.5, 0.86], [0.28, 0.75]);
  await draw([0.05, 0.05], [0.1, 0.1]);
  await page.getByTestId('digits-drawer').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByTestId('drawn-read-as')).toContainText(/^Read as 3, 9\d\.\d/);
  await expect(explorer.digit.getByText('drawn', { exact: true })).toBeVisible();
  await expect(page).not.toHaveURL(/digit=/);
  await explorer.check();

  const { exploration, row } = await heard();
  expect(exploration!.digit).toMatchObject({ label: null, name: 'drawn' });
  const { pixels, input, mean } = exploration!.digit;
  Array.from(input).forEach((value, k) => expect(value).toBeCloseTo(pixels[k] - mean[k], 3));
  const network = await readyMadeNetwork();
  const truth = await referenceProbabilities(network, input);
  Array.from(truth).forEach((value, k) => expect(exploration!.probabilities[k]).toBeCloseTo(value, 4));
  expectRow(await explorer.numbers(), await referenceRow(network, input, [24, 20], row!.unit));

  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByRole('button', { name: 'Use it' })).toBeDisabled();
});

test('by keyboard alone a digit is drawn and used; an image is pasted, and dropped dark on light', async ({ page }) => {
  const explorer = new Explorer(page);
  await explorer.open();
  await opener(page).press('Enter');
  await page.getByTestId('pad').focus();
  for (let k = 0; k < 11; k++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  for (let k = 0; k < 22; k++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('drawn-read-as')).toContainText('Read as 1');

  /** A bar as an image file, in an event that carries it. */
  const hand = (type: 'paste' | 'drop', name: string, bar: string, ground: string) =>
    page.evaluate(
      async ([kind, file, ink, paper]) => {
        const canvas = new OffscreenCanvas(40, 40);
        const context = canvas.getContext('2d')!;
        context.fillStyle = paper;
        context.fillRect(0, 0, 40, 40);
        context.fillStyle = ink;
        context.fillRect(18, 6, 4, 28);
        const data = new DataTransfer();
        data.items.add(new File([await canvas.convertToBlob()], file, { type: 'image/png' }));
        window.dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: data }) : new DragEvent('drop', { dataTransfer: data, cancelable: true }));
      },
      [type, name, bar, ground],
    );
  await hand('paste', 'bar.png', 'white', 'black');
  await expect(explorer.digit.getByText('bar.png', { exact: true })).toBeVisible();
  await expect(explorer.digit.getByText('Read as 1.')).toBeVisible();
  await hand('drop', 'ink.png', 'black', 'white');
  await expect(explorer.digit.getByText('ink.png', { exact: true })).toBeVisible();
  await expect(explorer.digit.getByText('Read as 1.')).toBeVisible();
  await page.getByRole('button', { name: 'Show it as it is' }).click();
  await expect(page.getByRole('button', { name: 'Show its negative' })).toBeVisible();
  await opener(page).press('Enter');
  await expect(drawer(page)).not.toBeAttached();
  await expect(explorer.row).not.toHaveAttribute('aria-busy', 'true');
  await explorer.check();
});
