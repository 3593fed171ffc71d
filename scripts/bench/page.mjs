// What the visitor waits for in the built page: from a click to what it asks for, at rest and while training; the longest
// stretch in which the page could not answer; and how much of the page moved by itself.
import { preview } from 'vite';
import { keyTimes } from './keys.mjs';
import { matrixTimes, watchQuestions } from './matrix.mjs';

/** @returns [{ name, median, p95, worst, runs, target, note }] in milliseconds; `target`: the most that the 95th percentile may be. */
export async function benchPage(browser, port) {
  const server = await preview({ preview: { port, host: 'localhost' }, logLevel: 'error' });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  try {
    await page.addInitScript(watchTasks);
    await page.addInitScript(watchQuestions);
    await page.goto(server.resolvedUrls.local[0]);
    const opened = await waitForRow(page);
    await page.waitForTimeout(2000);
    const idle = await clicks(page, 21);
    const columns = await columnClicks(page, 21);
    const shift = await page.evaluate('window.layoutShift');
    const matrix = await matrixTimes(page, 41);
    await page.evaluate('scrollTo(0, 0)');
    await startSmallRun(page);
    await page.evaluate('window.longTasks.length = 0');
    const training = await clicks(page, 21, 300);
    const tasks = await page.evaluate('window.longTasks');
    const frames = await page.evaluate(frameTimes, 120);
    const steps = await timelineSteps(page, 21);
    const whatIf = await whatIfTimes(page, 21);
    return [
      { name: 'page opened to first row', median: opened, p95: opened, worst: opened, runs: 1 },
      { name: 'click to row, at rest', ...spread(idle), target: 100 },
      { name: 'click to row, while training', ...spread(training) },
      { name: 'click to column, at rest', ...spread(columns), target: 100 },
      { name: 'whole matrix: hover to number', ...spread(matrix.hover), target: 50 },
      { name: 'whole matrix: tile asked for to its numbers', ...spread(matrix.tiles) },
      { name: 'from frame to frame, while training', ...spread(frames), note: 'sixty a second are 16.7 ms apart' },
      { name: 'timeline step, run paused', ...spread(steps), target: 150, note: 'arrow key to row, maps and prediction of that iteration' },
      { name: 'what if: slider key to outcome', ...spread(whatIf), target: 100 },
      { name: 'layout shift while opening and clicking, in thousandths', ...spread([1000 * shift]), note: 'cumulative layout shift; all of it that no click asked for' },
      { name: 'main-thread tasks over 50 ms while training', ...spread(tasks), note: `${tasks.length} in ${Math.round((21 * 300) / 1000)} s or more` },
    ];
  } finally {
    await page.close();
    await server.close?.();
  }
}

function watchTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.longTasks.push(duration))).observe({ type: 'longtask', buffered: true });
  window.layoutShift = 0;
  const shifts = new PerformanceObserver((list) => list.getEntries().forEach(({ value, hadRecentInput }) => (window.layoutShift += hadRecentInput ? 0 : value)));
  shifts.observe({ type: 'layout-shift', buffered: true });
}

async function waitForRow(page) {
  await page.waitForSelector('[data-testid=row-values]', { state: 'attached', timeout: 120_000 });
  return page.evaluate('performance.now()');
}

/** Times from pointer-down to the row of another unit in the document, measured in the page. */
async function clicks(page, count, pause = 100) {
  const times = [];
  const box = await page.locator('#maps [role=application]').boundingBox();
  for (let k = 0; k < count; k++) {
    const time = page.evaluate(rowAfterPointer);
    await page.mouse.click(box.x + box.width * ((k % 5) + 0.2 + 0.6 * ((k * 7) % count) / count) / 5, box.y + box.height * ((k % 4) + 0.35 + 0.5 * ((k * 11) % count) / count) / 4);
    times.push(await time);
    await page.waitForTimeout(pause);
  }
  return times.filter((time) => time !== null);
}

function rowAfterPointer() {
  return new Promise((resolve) => {
    const table = () => document.querySelector('[data-testid=row-values]')?.getAttribute('data-unit');
    const before = table();
    let began = null;
    document.addEventListener('pointerdown', () => (began = performance.now()), { once: true, capture: true });
    const observer = new MutationObserver(() => {
      if (began === null || table() === before) return;
      observer.disconnect();
      resolve(performance.now() - began);
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    // A click between two maps chooses nothing.
    setTimeout(() => resolve(null), 1_500);
  });
}

/** Milliseconds between `count` frames. */
async function frameTimes(count) {
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  let before = await frame();
  for (let k = 0; k < count; k++) {
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  return times;
}

/** Times from pointer-down on a cell of the filters to the column of another parameter in the maps. */
async function columnClicks(page, count) {
  const times = [];
  const box = await page.locator('#run [role=application]').last().boundingBox();
  for (let k = 0; k < count; k++) {
    const time = page.evaluate(columnAfterPointer);
    await page.mouse.click(box.x + box.width * (((k * 5) % count) + 0.5) / count, box.y + box.height * (((k * 8) % count) + 0.5) / count);
    times.push(await time);
    await page.waitForTimeout(100);
  }
  return times.filter((time) => time !== null);
}

/** The maps' title names the parameter whose column they show. */
function columnAfterPointer() {
  return new Promise((resolve) => {
    const title = () => document.querySelector('#maps figure')?.textContent;
    const before = title();
    let began = null;
    document.addEventListener('pointerdown', () => (began = performance.now()), { once: true, capture: true });
    const observer = new MutationObserver(() => {
      if (began === null || title() === before) return;
      observer.disconnect();
      resolve(performance.now() - began);
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    setTimeout(() => resolve(null), 1_500);
  });
}

/** Times from an arrow key on the timeline to all pictures of another iteration, to and fro. */
async function timelineSteps(page, count) {
  const run = page.locator('#run');
  await run.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.waitForSelector('[data-phase=paused]', { timeout: 120_000 });
  await run.getByRole('slider', { name: /Timeline of the run/ }).focus();
  // The row says that it waits until everything on show is of the moment that the timeline names.
  const watched = { selector: '[data-testid=moment]', name: 'moment', busy: '#row[aria-busy=true]' };
  return keyTimes(page, { count, keys: ['ArrowLeft', 'ArrowRight'], watched, apart: 300 });
}

/** Times from an arrow key on the slider of a step that is tried to what the step does. */
async function whatIfTimes(page, count) {
  await page.getByRole('tab', { name: 'What if' }).click();
  await page.locator('[data-testid=what-if]').waitFor();
  await page.getByLabel('Drag the step').focus();
  return keyTimes(page, { count, keys: ['ArrowRight', 'ArrowLeft'], watched: { selector: '[data-testid=what-if]', name: 'step' }, apart: 100 });
}

/** Small batches, and so many of them that a GPU is not done before all is measured. */
async function startSmallRun(page) {
  const run = page.locator('#run');
  await run.getByRole('button', { name: 'All settings' }).click();
  for (const [name, value] of [['Batch size', '16'], ['Training images per class', '90'], ['Epochs', '100']]) await run.getByRole('textbox', { name }).fill(value);
  await run.getByRole('button', { name: 'All settings' }).click();
  await run.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForSelector('[data-phase=training]', { timeout: 120_000 });
  await page.evaluate('scrollTo(0, 0)');
}

function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, p95: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0, worst: sorted.at(-1) ?? 0, runs: sorted.length };
}
