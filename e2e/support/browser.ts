// Browsers for journeys other than the usual one. It knows no page.
import type { LaunchOptions } from '@playwright/test';
import { NO_WEBGPU_FLAGS } from '../../scripts/lib/chromium-flags.mjs';
import { systemChromiums } from '../../scripts/lib/chromium-places.mjs';

const executablePath = process.env.CHROMIUM_PATH ?? systemChromiums()[0];

/**
 * `test.use(withoutWebGpu)` at the top of a file: a Chromium in which neither the page nor its worker has
 * `navigator.gpu`. Playwright starts another browser for it.
 */
export const withoutWebGpu: { launchOptions: LaunchOptions } = { launchOptions: { executablePath, args: NO_WEBGPU_FLAGS } };
