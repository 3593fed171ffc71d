// The page that `npm run bench` opens, once for every part in a fresh browser: `?part=` says what it measures. The script
// collects `window.results`.
import type { TrainedNetwork } from '../src/engine/protocol.ts';
import { testDevice } from '../src/engine/testing/device.ts';
import { CASE_TITLES, caseOf } from './cases.ts';
import { benchJax, type JaxDevice } from './jax.ts';
import { benchCase, waitAfterCompiling } from './methods.ts';
import { benchStream } from './stream.ts';
import { benchTensorflow } from './tensorflow.ts';
import { benchEvaluation, benchRun, benchStep } from './training.ts';

const query = new URLSearchParams(location.search);
const asked = (name: string) => query.get(name) ?? '';

const PARTS: Record<string, () => Promise<unknown>> = {
  machine,
  case: async () => benchCase(await caseOf(asked('case')), await testDevice()),
  ahead: async () => waitAfterCompiling(await caseOf(asked('case')), await testDevice()),
  stream: async () => benchStream(await testDevice()),
  tensorflow: async () => benchTensorflow(await testDevice()),
  jax: async () => benchJax(asked('device') as JaxDevice),
  step: () => benchStep(asked('network') as TrainedNetwork, asked('fuses') === '1', Number(asked('runs'))),
  evaluation: () => benchEvaluation('question', asked('fuses') === '1', Number(asked('runs'))),
  run: () => benchRun(),
};

/** Where all of this is measured, and what there is to measure. */
async function machine(): Promise<{ adapter: string; cores: number; cases: readonly string[] }> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('WebGPU: no adapter in this browser; start it with --enable-unsafe-webgpu');
  const { vendor, architecture, description } = adapter.info;
  return { adapter: [vendor, architecture, description].filter(Boolean).join(' '), cores: navigator.hardwareConcurrency, cases: CASE_TITLES };
}

declare global {
  interface Window {
    results: Promise<unknown>;
  }
}

window.results = PARTS[asked('part')]();
