// Whole jobs of one case by every method, in a page where nothing has been compiled: the first call stands alone.
import { compileAhead, jacobian, type Jacobian, type JacobianOptions } from '../src/engine/index.ts';
import { isSoftwareDevice } from '../src/engine/gpu/adapterWords.ts';
import { measureBuffers } from './buffers.ts';
import type { Case } from './cases.ts';
import { checkRows, spreadRows } from './check.ts';
import { measure, type Timing } from './measure.ts';

/** From the call to the first row that can be read. */
export interface Wait {
  /** Nothing compiled before: all of it, and what of it was compiling how many kernels. */
  readonly cold: { readonly milliseconds: number; readonly compiling: number; readonly kernels: number };
  readonly warm: Timing;
}

export interface CaseResult {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** Of the result as the engine keeps it, and of the whole matrix. */
  readonly bytes: number;
  readonly denseBytes: number;
  readonly wait: Wait;
  readonly timings: readonly Timing[];
}

/** Dense matrices larger than this are not made: on a processor, and on a GPU, of which two must fit. */
const MOST_DENSE = { software: 400e6, gpu: 2e9 };

type Options = Omit<JacobianOptions, 'of'>;

function compute({ problem: { network, images }, of }: Case, device: GPUDevice | null, options: Options = {}): Promise<Jacobian> {
  return jacobian(network, images, { of, device, ...options });
}

/** Computes, waits for the device, and lets go. */
async function once(what: Case, device: GPUDevice | null, options: Options = {}): Promise<void> {
  (await compute(what, device, options)).dispose();
}

async function toFirstRow(what: Case, device: GPUDevice, onCompile?: Options['onCompile']): Promise<Jacobian> {
  const J = await compute(what, device, { onCompile });
  await J.row(0);
  return J;
}

async function waits(what: Case, device: GPUDevice): Promise<Wait> {
  let kernels = 0;
  const began = performance.now();
  const J = await toFirstRow(what, device, (_, total) => (kernels = total));
  const milliseconds = performance.now() - began;
  const compiling = J.summary.compileMilliseconds;
  J.dispose();
  const warm = await measure('from the call to the first row', what.runs, async () => (await toFirstRow(what, device)).dispose());
  return { cold: { milliseconds, compiling, kernels }, warm };
}

/** The same first call where the kernels were compiled before, as the page does it while it trains. */
export async function waitAfterCompiling(what: Case, device: GPUDevice): Promise<{ compiling: number; milliseconds: number }> {
  const { network, images } = what.problem;
  const began = performance.now();
  await compileAhead(network, images.shape[0], { of: what.of, device });
  const compiled = performance.now();
  (await toFirstRow(what, device)).dispose();
  return { compiling: compiled - began, milliseconds: performance.now() - compiled };
}

async function structured(what: Case, device: GPUDevice): Promise<Timing> {
  const J = await compute(what, device);
  await checkRows(what, 'compact', spreadRows(0, J.rows), (r) => J.row(r));
  J.dispose();
  return measure('structured, compact', what.runs, () => once(what, device), { device });
}

async function dense(what: Case, device: GPUDevice): Promise<Timing> {
  const J = await compute(what, device, { dense: true });
  const matrix = await J.dense();
  await checkRows(what, 'dense', spreadRows(0, J.rows), (r) => matrix.readRows(r, 1));
  matrix.dispose();
  J.dispose();
  return measure('structured, dense', what.runs, () => once(what, device, { dense: true }), { device });
}

/** A method that is too slow for many whole runs: a sample of rows, scaled to all of them. */
async function sampled(what: Case, device: GPUDevice, method: 'batched' | 'loop', rows: number): Promise<Timing> {
  const count = Math.min(rows, what.sample![method]);
  const options = { method, rows: { start: Math.floor((rows - count) / 2), count } };
  const J = await compute(what, device, options);
  await checkRows(what, method, spreadRows(options.rows.start, count), (r) => J.row(r - options.rows.start));
  J.dispose();
  const { least, median, ...timing } = await measure(method, 3, () => once(what, device, options), { warm: 1 });
  const scale = rows / count;
  return { ...timing, least: least * scale, median: median * scale, note: count < rows ? `${count} rows measured, scaled to ${rows}` : undefined };
}

export async function benchCase(what: Case, device: GPUDevice): Promise<CaseResult> {
  const wait = await waits(what, device);
  const J = await compute(what, device);
  const { rows, columns, summary: { bytes, denseBytes } } = J;
  J.dispose();
  const makesDense = denseBytes <= Math.min(device.limits.maxStorageBufferBindingSize, MOST_DENSE[isSoftwareDevice(device) ? 'software' : 'gpu']);
  const timings = [await structured(what, device)];
  if (makesDense) timings.push(await dense(what, device));
  if (what.sample) {
    timings.push(await sampled(what, device, 'batched', rows), await sampled(what, device, 'loop', rows));
    timings.push(await measure('CPU reference (float64), structured', 5, () => once(what, null), { warm: 1 }));
  }
  timings.push(...(await measureBuffers(device, bytes)));
  if (makesDense && denseBytes > bytes) timings.push(...(await measureBuffers(device, denseBytes)));
  return { title: what.title, rows, columns, bytes, denseBytes, wait, timings };
}
