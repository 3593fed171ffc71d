// Bundles the parts of the benchmark for Node and runs each in a process of its own, where nothing is compiled that a visitor would not
// have compiled. Knows no measurement.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { softwareDrivers } from '../lib/chromium-places.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUNDLE = `${ROOT}node_modules/.cache/bench`;
/** A part that hangs is ended. */
const MOST_MILLISECONDS = 600_000;

/** @returns { host, measure(query), close() } */
export async function openBench() {
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['webgpu'] },
    build: { ssr: `${ROOT}bench/dawn.ts`, outDir: BUNDLE, emptyOutDir: true, target: 'node20', rolldownOptions: { output: { entryFileNames: 'main.mjs' } } },
  });
  return { host: `Node ${process.versions.node} with Dawn`, measure, close: async () => {} };
}

async function measure(query) {
  const { status, signal, stdout } = spawnSync(process.execPath, [`${BUNDLE}/main.mjs`, String(new URLSearchParams(query))], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8, timeout: MOST_MILLISECONDS, stdio: ['ignore', 'pipe', 'inherit'], env: environment() });
  if (status !== 0) throw new Error(`${JSON.stringify(query)}: the process ended with ${status ?? signal}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Vulkan on the processor, if it was asked for by `BENCH_SOFTWARE=1`: for a look at the benchmark where there is no GPU. */
function environment() {
  const [driver] = process.env.BENCH_SOFTWARE ? softwareDrivers() : [];
  return driver ? { ...process.env, VK_ICD_FILENAMES: driver } : process.env;
}
