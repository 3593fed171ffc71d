// The built page keeps to itself: a policy without unsafe-eval holds in page and worker, and nobody else is called.
import { Explorer } from './support/explorer.ts';
import { expect, test } from './support/test.ts';

test('page and worker run under a policy that allows no eval and no other host', async ({ page, watch }) => {
  const policies = new Map<string, string>();
  page.on('response', (response) => {
    const policy = response.headers()['content-security-policy'];
    if (policy) policies.set(new URL(response.url()).pathname, policy);
  });
  const explorer = new Explorer(page);
  await explorer.open();
  const worker = [...policies.keys()].find((path) => /worker/.test(path));
  expect(worker).toBeDefined();
  const written = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  for (const policy of [policies.get('/'), policies.get(worker!), written]) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/https?:/);
  }
  // The policy holds: evaluating text is refused, and so is another host. The refusals are what this test is for.
  watch.allow(/Content Security Policy|unsafe-eval|example\.invalid/i);
  expect(await page.evaluate(() => new Promise((resolve) => {
    const script = document.createElement('script');
    script.textContent = 'window.evaluated = true';
    document.body.append(script);
    setTimeout(() => resolve('evaluated' in window), 50);
  }))).toBe(false);
  expect(await page.evaluate(() => fetch('https://example.invalid/').then(() => 'answered', () => 'refused'))).toBe('refused');
});
