// Journeys and pictures of the built page, as `vite preview` serves it, in the Chromium that CHROMIUM_PATH names.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS } from './scripts/lib/chromium-flags.mjs';
import { systemChromiums } from './scripts/lib/chromium-places.mjs';

const PORT = process.env.E2E_PORT ?? '4180';
const ORIGIN = `http://localhost:${PORT}`;
const executablePath = process.env.CHROMIUM_PATH ?? systemChromiums()[0];

const PREVIEW = `node node_modules/vite/bin/vite.js preview --host localhost --port ${PORT} --strictPort`;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/__pictures__/{arg}{ext}',
  // A missing picture fails instead of being taken as right: `npm run test:update-pictures` makes new ones.
  updateSnapshots: 'none',
  fullyParallel: false,
  // Pictures wait for the browser's drawing more than for the device, journeys for the device: one of each at a time.
  workers: 2,
  projects: [
    { name: 'journeys', testIgnore: /pictures-/, workers: 1 },
    { name: 'pictures', testMatch: /pictures-.*\.spec\.ts/, workers: 1 },
  ],
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // A software adapter on two cores is slow.
  timeout: 120_000,
  expect: {
    timeout: 30_000,
    // Another build of Chromium differs by some dozens of pixels. The ratio binds on small pictures, the count on large ones.
    toHaveScreenshot: { maxDiffPixelRatio: 0.002, maxDiffPixels: 150, threshold: 0.1, animations: 'disabled', caret: 'hide', scale: 'css' },
  },
  reporter: 'list',
  use: {
    baseURL: ORIGIN,
    browserName: 'chromium',
    launchOptions: { executablePath, args: CHROMIUM_FLAGS },
    headless: true,
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    locale: 'en',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  webServer: {
    command: existsSync('dist/index.html') ? PREVIEW : `node node_modules/vite/bin/vite.js build && ${PREVIEW}`,
    url: `${ORIGIN}/`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
