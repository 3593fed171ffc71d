// The plan on a WebGPU device: one forward pass, then every chunk of rows pulled back together into compact slabs.
import { Arena } from '../gpu/arena.ts';
import { type Chunk, Compute, type Dispatch, needed } from '../gpu/compute.ts';
import { guarded } from '../gpu/guarded.ts';
import { readFloats } from '../gpu/readback.ts';
import type { DeviceContext, DeviceTape, Site } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { volume } from '../layers/window.ts';
import type { Images, Parameter } from '../model/network.ts';
import { chainDispatches } from './chainDispatches.ts';
import { DeviceJacobian, type Slab } from './deviceJacobian.ts';
import type { JacobianOptions } from './jacobian.ts';
import type { Chain } from './chain.ts';
import { DEFAULT_BUDGET, type Plan } from './plan.ts';
import { pullDispatches } from './pullDispatches.ts';
import { spread } from './spread.ts';
import { summaryOf } from './summary.ts';

function contextOf(arena: Arena): DeviceContext {
  const parameters = new Map<Parameter, GPUBuffer>();
  return {
    scratch: (numbers, label) => arena.scratch(numbers, label),
    zeros: (numbers, label) => arena.zeros(numbers, label),
    upload: (values, label) => arena.upload(values, label),
    constant: (numbers, value) => arena.upload(new Float32Array(numbers).fill(value), 'constant'),
    parameter(parameter) {
      let buffer = parameters.get(parameter);
      if (!buffer) {
        const { values } = parameter;
        buffer = ArrayBuffer.isView(values) ? arena.upload(Float32Array.from(values), parameter.name) : values.buffer;
        parameters.set(parameter, buffer);
      }
      return buffer;
    },
  };
}

function forwardDispatches(sites: readonly Site[], context: DeviceContext, input: GPUBuffer): { tapes: DeviceTape[]; dispatches: Dispatch[] } {
  const dispatches: Dispatch[] = [];
  let below = input;
  const tapes = sites.map((site) => {
    const pass = ruleOf(site.layer).device.forward(site, context, below);
    dispatches.push(...pass.dispatches);
    below = pass.tape.output;
    return pass.tape;
  });
  return { tapes, dispatches };
}

/** The output of the last of `sites`, read back. */
export async function activationsOnDevice(device: GPUDevice, sites: readonly Site[], images: Images): Promise<Float32Array> {
  const arena = new Arena(device);
  try {
    return await guarded(device, 'forward pass', async () => {
      const runner = new Runner(device, [arena]);
      const { tapes, dispatches } = forwardDispatches(sites, contextOf(arena), arena.upload(Float32Array.from(images.data), 'images'));
      await runner.compute.compile(dispatches);
      runner.run([{ dispatches, chunk: { first: 0, count: images.shape[0], slab: 0 } }]);
      return await readFloats(device, tapes.at(-1)!.output, 0, images.shape[0] * volume(sites.at(-1)!.output));
    });
  } finally {
    arena.release();
  }
}

/** A chunk of rows or images, and the dispatches to run on it. */
interface Job {
  readonly dispatches: readonly Dispatch[];
  readonly chunk: Chunk;
  /** It makes rows of the result. */
  readonly rows?: boolean;
}

/** Records jobs one after another and submits them together: a submission costs as much as several small kernels. */
class Runner {
  readonly compute: Compute;
  private readonly uniforms: GPUBuffer[] = [];

  constructor(private readonly device: GPUDevice, private readonly arenas: readonly Arena[]) {
    this.compute = Compute.of(device);
  }

  run(jobs: readonly Job[]): void {
    const encoder = this.device.createCommandEncoder();
    for (const arena of this.arenas) arena.clearInto(encoder);
    jobs.forEach(({ dispatches, chunk }, k) => {
      const uniform = (this.uniforms[k] ??= this.arenas[0].uniform(16, 'chunk'));
      this.device.queue.writeBuffer(uniform, 0, Uint32Array.of(chunk.first, chunk.count, chunk.slab, chunk.base ?? 0));
      this.compute.record(encoder, dispatches, chunk, uniform);
    });
    this.device.queue.submit([encoder.finish()]);
  }
}

/** Rows in flight at once: what the two cotangent buffers may hold within the budget and one binding. */
export function rowsPerChunk(plan: Pick<Plan, 'method' | 'largestWindow' | 'rows'>, budget: number, binding: number): number {
  if (plan.method === 'loop') return 1;
  const bytes = Math.min(budget / 2, binding);
  return Math.max(1, Math.min(plan.rows, Math.floor(bytes / (4 * plan.largestWindow))));
}

/** Rows of a compact buffer, at most what one binding holds. */
export function rowsPerSlab(plan: Pick<Plan, 'rowWidth' | 'rows'>, binding: number): number {
  return Math.max(1, Math.min(plan.rows, Math.floor(binding / (4 * plan.rowWidth))));
}

/** All rows of the plan in float32. The caller releases the result. */
export async function jacobianOnDevice(device: GPUDevice, images: Images, compactPlan: Plan, options: JacobianOptions): Promise<DeviceJacobian> {
  const plan = (options.dense && 4 * compactPlan.rows * compactPlan.columns <= bindingOf(device) && spread(compactPlan)) || compactPlan;
  const began = performance.now();
  const work = new Arena(device);
  const result = new Arena(device);
  try {
    const { jacobian, parts, passes, compileMilliseconds } = await guarded(device, 'Jacobian', async () => {
      const slabs = makeSlabs(plan, result, plan.spread ? bindingOf(device) : Math.min(bindingOf(device), options.budget ?? Infinity));
      const pulled = await pullAll(device, images, plan, options, [work, result], slabs);
      const parts = { ...plan, slabs, summary: summaryOf(plan, { engine: 'webgpu', bytesPerNumber: 4, milliseconds: 0, ...pulled }) };
      const jacobian = new DeviceJacobian(result, parts);
      if (options.dense && !plan.spread) await jacobian.prepareDense();
      return { jacobian, parts, ...pulled };
    });
    options.onProgress?.(plan.rows, plan.rows);
    // Known only now that the device is done.
    parts.summary = summaryOf(plan, { engine: 'webgpu', passes, bytesPerNumber: 4, milliseconds: performance.now() - began - compileMilliseconds, compileMilliseconds });
    return jacobian;
  } catch (error) {
    result.release();
    throw error;
  } finally {
    work.release();
  }
}

function bindingOf(device: GPUDevice): number {
  return Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
}

function makeSlabs(plan: Plan, result: Arena, largest: number): Slab[] {
  const size = rowsPerSlab(plan, largest);
  const slabs: Slab[] = [];
  for (let first = 0; first < plan.rows; first += size) {
    const count = Math.min(size, plan.rows - first);
    slabs.push({ first, count, buffer: result.zeros(count * plan.rowWidth, 'Jacobian rows') });
  }
  return slabs;
}

/** The two ways to fill rows on a device, in one form. */
interface Pulls {
  /** Once, for all images. */
  readonly before: readonly Dispatch[];
  /** For each group of images before its rows. */
  readonly levels: readonly Dispatch[];
  readonly groupImages: number;
  /** For each chunk of rows of a slab. */
  readonly rows: readonly (readonly Dispatch[])[];
  readonly chunkRows: number;
}

interface Setting {
  readonly device: GPUDevice;
  readonly images: Images;
  readonly plan: Plan;
  readonly options: JacobianOptions;
  readonly context: DeviceContext;
  readonly slabs: readonly Slab[];
}

/** Rows pulled down through two cotangent buffers that take turns. */
function windowPulls({ device, plan, options, context, slabs, images }: Setting, tapes: readonly DeviceTape[]): Pulls {
  const chunkRows = rowsPerChunk(plan, options.budget ?? DEFAULT_BUDGET, bindingOf(device));
  const numbers = chunkRows * plan.largestWindow;
  const cotangents = [context.scratch(numbers, 'cotangents'), context.scratch(numbers, 'cotangents')] as const;
  const rows = slabs.map((slab) => pullDispatches(plan, context, tapes, cotangents, slab.buffer));
  return { before: [], levels: [], groupImages: images.shape[0], rows, chunkRows };
}

/** Images whose lower levels are held at a time. */
export function imagesPerGroup(chain: Chain, images: number, budget: number, binding: number): number {
  if (chain.coupled) return images;
  const largest = Math.max(...chain.stages.slice(0, -1).map((stage) => 4 * stage.cells * (stage.allWidth + stage.ownWidth)));
  return Math.max(1, Math.min(images, Math.floor(budget / 2 / chain.levelBytes), Math.floor(binding / largest)));
}

/** Levels made upwards. */
function chainPulls(chain: Chain, { device, images, plan, options, context, slabs }: Setting, tapes: readonly DeviceTape[]): Pulls {
  const groupImages = imagesPerGroup(chain, images.shape[0], options.budget ?? DEFAULT_BUDGET, bindingOf(device));
  const { folds, levels, rows } = chainDispatches(chain, plan.sites, tapes, context, images.shape[0], groupImages, plan);
  return { before: folds, levels, groupImages, rows: slabs.map(({ buffer }) => rows(buffer)), chunkRows: plan.rows };
}

/** Every job in order: the forward pass, then by groups of images their levels and the rows of each slab. */
function* jobsOf(plan: Plan, images: number, forward: readonly Dispatch[], pulls: Pulls, slabs: readonly Slab[]): Generator<Job> {
  yield { dispatches: [...forward, ...pulls.before], chunk: { first: 0, count: images, slab: 0 } };
  const perImage = volume(plan.sites[plan.sites.length - 1].output);
  const end = plan.firstRow + plan.rows;
  const firstImage = plan.chain && !plan.chain.coupled ? Math.floor(plan.firstRow / perImage) : 0;
  for (let base = firstImage; base * perImage < end; base += pulls.groupImages) {
    const count = Math.min(pulls.groupImages, Math.ceil(end / perImage) - base);
    if (pulls.levels.length > 0) yield { dispatches: pulls.levels, chunk: { first: base, count: plan.chain?.coupled ? images : count, slab: base, base } };
    for (const [s, slab] of slabs.entries()) {
      const low = Math.max(plan.firstRow + slab.first, base * perImage);
      const high = Math.min(plan.firstRow + slab.first + slab.count, (base + pulls.groupImages) * perImage);
      for (let first = low; first < high; first += pulls.chunkRows)
        yield { dispatches: pulls.rows[s], chunk: { first, count: Math.min(pulls.chunkRows, high - first), slab: plan.firstRow + slab.first, base }, rows: true };
    }
  }
}

async function pullAll(device: GPUDevice, images: Images, plan: Plan, options: JacobianOptions, arenas: readonly [work: Arena, result: Arena], slabs: readonly Slab[]) {
  const [work] = arenas;
  const runner = new Runner(device, arenas);
  const context = contextOf(work);
  const forward = forwardDispatches(plan.sites, context, work.upload(Float32Array.from(images.data), 'images'));
  const setting = { device, images, plan, options, context, slabs };
  const pulls = plan.chain ? chainPulls(plan.chain, setting, forward.tapes) : windowPulls(setting, forward.tapes);
  const pulling = [...pulls.before, ...pulls.levels, ...pulls.rows[0]];
  const passing = needed(forward.dispatches, pulling);
  const began = performance.now();
  await runner.compute.compile([...passing, ...pulling]);
  const compileMilliseconds = performance.now() - began;
  // What comes before rows goes with them: a submission costs as much as several small kernels.
  let jobs: Job[] = [];
  let [passes, done] = [0, 0];
  for (const job of jobsOf(plan, images.shape[0], passing, pulls, slabs)) {
    jobs.push(job);
    if (!job.rows) continue;
    runner.run(jobs);
    jobs = [];
    passes += 1;
    done += job.chunk.count;
    if (passes % 16 === 0) await breathe(device, options, done, plan.rows);
  }
  return { passes, compileMilliseconds };
}

/** Lets the device catch up, reports, and stops when asked to. */
async function breathe(device: GPUDevice, options: JacobianOptions, done: number, rows: number): Promise<void> {
  await device.queue.onSubmittedWorkDone();
  options.signal?.throwIfAborted();
  options.onProgress?.(done, rows);
}
