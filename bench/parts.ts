// What is measured, by name: each part in a browser or a process that was started for it. Measures nothing itself.
import type { TrainedNetwork } from '../src/engine/protocol.ts';
import { CASE_TITLES, caseOf } from './cases.ts';
import { benchJax, type JaxDevice } from './jax.ts';
import { benchCase, waitAfterCompiling } from './methods.ts';
import { benchStream } from './stream.ts';
import { benchTensorflow } from './tensorflow.ts';
import { benchEvaluation, benchRun, benchStep } from './training.ts';

type Asked = (name: string) => string;
type Part = (asked: Asked, device: () => Promise<GPUDevice>) => Promise<unknown>;

const PARTS: Readonly<Record<string, Part>> = {
  machine,
  case: async (asked, device) => benchCase(await caseOf(asked('case')), await device()),
  ahead: async (asked, device) => waitAfterCompiling(await caseOf(asked('case')), await device()),
  stream: async (_, device) => benchStream(await device()),
  tensorflow: async (_, device) => benchTensorflow(await device()),
  jax: async (asked) => benchJax(asked('device') as JaxDevice),
  step: (asked) => benchStep(asked('network') as TrainedNetwork, asked('fuses') === '1', Number(asked('runs'))),
  evaluation: (asked) => benchEvaluation('question', asked('fuses') === '1', Number(asked('runs'))),
  run: () => benchRun(),
};

/** Where all of this is measured, and what there is to measure. */
async function machine(): Promise<{ adapter: string; cases: readonly string[] }> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('WebGPU: no adapter here; start the browser with --enable-unsafe-webgpu, or give Vulkan a driver');
  const { vendor, architecture, description } = adapter.info;
  return { adapter: [vendor, architecture, description].filter(Boolean).join(' '), cases: CASE_TITLES };
}

/** Measures the part that `query` asks for, on a device that `open` opens. */
export function measurePart(query: URLSearchParams, open: () => Promise<GPUDevice>): Promise<unknown> {
  const asked = (name: string) => query.get(name) ?? '';
  return PARTS[asked('part')](asked, open);
}
