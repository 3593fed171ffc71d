// Three projects: `unit` in Node, `gpu` on real WebGPU in the Chromium that CHROMIUM_PATH names, and `dawn`, the same on the GPU of a
// machine that has no browser: `npx vitest run --project dawn`.
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS } from './scripts/lib/chromium-flags.mjs';
import { systemChromiums } from './scripts/lib/chromium-places.mjs';

// `npm test` has probed one; a bare `npx vitest` takes the system's first, or Playwright's own.
const executablePath = process.env.CHROMIUM_PATH ?? systemChromiums()[0];

const GPU_TESTS = 'src/**/*.gpu.test.ts';

// Packages found in the middle of a run would be bundled then and there, and the page reloaded under the tests.
const SOURCES_IN_THE_BROWSER = ['src/engine/**/*.ts'];

export default defineConfig({
  test: {
    // TensorFlow.js advertises its native package whenever it is loaded in Node.
    onConsoleLog: (text) => !text.includes('running TensorFlow.js in Node.js'),
    maxWorkers: '100%',
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: [GPU_TESTS],
          testTimeout: 60_000,
          // TensorFlow.js takes seconds to be read: once for each worker, not for each file. Tests put back what they change.
          isolate: false,
        },
      },
      {
        optimizeDeps: { entries: SOURCES_IN_THE_BROWSER },
        test: {
          name: 'gpu',
          include: [GPU_TESTS],
          // One device at a time: a software adapter has only the processor's cores.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath, args: CHROMIUM_FLAGS } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'dawn',
          environment: 'node',
          include: [GPU_TESTS],
          // It starts a worker, which Dawn's device cannot be handed to.
          exclude: ['src/engine/worker.gpu.test.ts'],
          setupFiles: ['src/engine/testing/dawn.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
