// The page that `npm run bench` opens: it measures and leaves its results for the script to collect.
import { benchJacobian, type CaseResult } from './jacobian.ts';
import { testDevice } from '../src/engine/testing/device.ts';
import type { Timing } from './measure.ts';
import { benchTensorflow } from './tensorflow.ts';

export interface Results {
  readonly adapter: string;
  readonly cores: number;
  readonly cases: readonly CaseResult[];
  /** Of the reference network, one image. */
  readonly tensorflow: Timing;
}

async function main(): Promise<Results> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('WebGPU: no adapter in this browser; start it with --enable-unsafe-webgpu');
  const { vendor, architecture, description } = adapter.info;
  const device = await testDevice();
  const cases = await benchJacobian(device);
  return {
    adapter: [vendor, architecture, description].filter(Boolean).join(' '),
    cores: navigator.hardwareConcurrency,
    cases,
    tensorflow: await benchTensorflow(device),
  };
}

declare global {
  interface Window {
    results: Promise<Results>;
  }
}

window.results = main();
