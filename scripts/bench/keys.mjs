// How long a key takes to show in the page. Knows no view.

/**
 * Presses two keys in turn, each once what the one before changed is on show. `watched`: { selector, name } of the data attribute that changes, and
 * `busy`, a selector of what must not be there any more.
 * @returns milliseconds, one number a key that changed something.
 */
export async function keyTimes(page, { count, keys, watched, apart }) {
  await page.waitForTimeout(1000);
  const times = [];
  for (let k = 0; k < count; k++) {
    await page.evaluate(watchKey, watched);
    await page.keyboard.press(keys[k % 2]);
    times.push(await page.evaluate('window.shown'));
    await page.waitForTimeout(apart);
  }
  return times.filter((time) => time !== null);
}

/** The listener is there before the key is pressed: the promise is left in the page, to be asked for after. */
function watchKey({ selector, name, busy }) {
  window.shown = new Promise((resolve) => {
    const value = () => document.querySelector(selector).dataset[name];
    const before = value();
    let began = null;
    document.addEventListener('keydown', () => (began = performance.now()), { once: true, capture: true });
    const observer = new MutationObserver(() => {
      if (began === null || value() === before || (busy && document.querySelector(busy))) return;
      observer.disconnect();
      resolve(performance.now() - began);
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    setTimeout(() => resolve(null), 3_000);
  });
}
