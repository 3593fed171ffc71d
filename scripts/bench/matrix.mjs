// What the visitor waits for in the picture of the whole matrix: from pointing to the number, and from asking for a tile to its numbers.

/** Hears the calls to the worker by the question that they ask; to be run in the page before anything else. */
export function watchQuestions() {
  window.questions = [];
  const asked = new Map();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if (message?.path?.[0] === 'ask') {
      if (asked.size === 0) this.addEventListener('message', ({ data }) => {
        const question = asked.get(data?.id);
        if (question) window.questions.push({ ...question, milliseconds: performance.now() - question.began });
      });
      asked.set(message.id, { kind: message.argumentList[0].value, request: message.argumentList[1].value, began: performance.now() });
    }
    return post.call(this, message, ...more);
  };
}

/** @returns { hover, tiles }: milliseconds each. */
export async function matrixTimes(page, count) {
  await page.evaluate(() => document.querySelector('#views').scrollIntoView());
  const view = page.locator('[data-view=matrix]');
  const picture = view.getByRole('application');
  await picture.waitFor();
  const box = await picture.boundingBox();
  await page.waitForTimeout(1000);
  const hover = [];
  for (let k = 0; k < count; k++) {
    const time = page.evaluate(numberAfterPointer);
    await page.mouse.move(box.x + box.width * (0.15 + (0.8 * ((k * 5) % count)) / count), box.y + box.height * (0.15 + (0.8 * ((k * 8) % count)) / count));
    hover.push(await time);
  }
  await page.evaluate('window.questions.length = 0');
  await picture.focus();
  for (const key of ['0', '+', '+', '+', '+', '+', '+', 'End', 'Home', 'PageDown', 'PageDown', 'e', 'PageUp', '-', '-', '-', '-', '-', '0']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(250);
  }
  const tiles = await page.evaluate("window.questions.filter(({ kind }) => kind === 'matrix').map(({ milliseconds }) => milliseconds)");
  return { hover: hover.filter((time) => time !== null), tiles };
}

/** From the pointer's movement to a line with a number in it. */
function numberAfterPointer() {
  return new Promise((resolve) => {
    const line = document.querySelector('[data-view=matrix] p[aria-live]');
    const before = line.textContent;
    let began = null;
    document.addEventListener('pointermove', () => (began = performance.now()), { once: true, capture: true });
    const observer = new MutationObserver(() => {
      if (began === null || line.textContent === before || !/= [^…]/.test(line.textContent)) return;
      observer.disconnect();
      resolve(performance.now() - began);
    });
    observer.observe(line, { subtree: true, childList: true, characterData: true });
    setTimeout(() => resolve(null), 1_500);
  });
}
