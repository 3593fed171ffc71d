// What the visitor waits for in the view of a step that is tried: from a key on its slider to what the step does.

/** @returns milliseconds, one number a key. */
export async function whatIfTimes(page, count) {
  await page.getByRole('tab', { name: 'What if' }).click();
  const slider = page.getByLabel('Drag the step');
  await page.locator('[data-testid=what-if]').waitFor();
  await slider.focus();
  await page.waitForTimeout(1000);
  const times = [];
  for (let k = 0; k < count; k++) {
    await page.evaluate(watchStep);
    await page.keyboard.press(k % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
    times.push(await page.evaluate('window.shown'));
    await page.waitForTimeout(100);
  }
  return times.filter((time) => time !== null);
}

function watchStep() {
  window.shown = new Promise((resolve) => {
    const step = () => document.querySelector('[data-testid=what-if]').dataset.step;
    const before = step();
    let began = null;
    document.addEventListener('keydown', () => (began = performance.now()), { once: true, capture: true });
    const observer = new MutationObserver(() => {
      if (began === null || step() === before) return;
      observer.disconnect();
      resolve(performance.now() - began);
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    setTimeout(() => resolve(null), 1_500);
  });
}
