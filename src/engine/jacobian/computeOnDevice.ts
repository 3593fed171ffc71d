// The plan on a WebGPU device: one forward pass, then every chunk of rows filled in compact slabs.
import { Arena } from '../gpu/arena.ts';
import { type Dispatch, needed } from '../gpu/compute.ts';
import { guarded } from '../gpu/guarded.ts';
import { copyInto, readFloats } from '../gpu/readback.ts';
import { type Job, Runner } from '../gpu/runner.ts';
import { tilesOf } from '../gpu/tiles.ts';
import type { DeviceContext, DeviceTape, Site } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { volume } from '../layers/window.ts';
import type { Images, Parameter } from '../model/network.ts';
import { joined } from './blocks.ts';
import { bindingOf, defaultBudget } from './budget.ts';
import { blameParameters, notFinite } from './checks.ts';
import { IMAGES } from './crossings.ts';
import { denseKernels } from './deviceDense.ts';
import { DeviceJacobian } from './deviceJacobian.ts';
import { type DeviceParts, DeviceRows, type Slab } from './deviceRows.ts';
import type { Floats, JacobianOptions } from './jacobian.ts';
import { paceOf } from './pace.ts';
import type { Plan } from './plan.ts';
import { jobsOf, pullsOf, rowsPerSlab } from './pulls.ts';
import { spread } from './spread.ts';
import { summaryOf } from './summary.ts';
import { watchParameters } from './watchParameters.ts';

/** The numbers themselves where they are of single precision: they are copied when they are given. */
function floats(values: Floats): Float32Array {
  return values instanceof Float32Array ? values : new Float32Array(values);
}

function contextOf(arena: Arena, layers: number): DeviceContext {
  const parameters = new Map<Parameter, GPUBuffer>();
  return {
    scratch: (numbers, label) => arena.scratch(numbers, label),
    zeros: (numbers, label) => arena.zeros(numbers, label),
    upload: (values, label) => arena.upload(values, label),
    tiles: tilesOf(arena.device),
    notFinite: arena.zeros(layers, 'layers that are not finite'),
    constant: (numbers, value) => arena.upload(new Float32Array(numbers).fill(value), 'constant'),
    parameter(parameter) {
      let buffer = parameters.get(parameter);
      if (!buffer) {
        const { values } = parameter;
        buffer = ArrayBuffer.isView(values) ? arena.upload(floats(values), parameter.name) : values.buffer;
        parameters.set(parameter, buffer);
      }
      return buffer;
    },
  };
}

function forwardDispatches(sites: readonly Site[], context: DeviceContext, images: GPUBuffer): { tapes: DeviceTape[]; dispatches: Dispatch[] } {
  const dispatches: Dispatch[] = [];
  const tapes: DeviceTape[] = [];
  for (const site of sites) {
    // Made with the layer below.
    if (tapes[site.at]) continue;
    const inputs = site.from.map((from) => (from === IMAGES ? images : tapes[from].output));
    const { device } = ruleOf(site.layer);
    const above = sites[site.at + 1];
    const elementwise = above && above.from.length === 1 && above.from[0] === site.at ? ruleOf(above.layer).device.elementwise?.(above) : undefined;
    const output = elementwise && device.forwardInto ? context.scratch(above.images * volume(above.output), `${above.layer.name} output`) : null;
    const pass = output ? device.forwardInto!(site, context, inputs[0], output, elementwise!) : device.forward(site, context, inputs[0], inputs);
    dispatches.push(...pass.dispatches);
    tapes.push(pass.tape);
    if (output) tapes.push({ input: pass.tape.output, output });
  }
  return { tapes, dispatches };
}

/** @throws when `flags` tell of a layer whose output is not finite, naming the weight that is to blame, or the lowest such layer. */
async function refuseNotFinite(device: GPUDevice, sites: readonly Site[], flags: Promise<Float32Array>): Promise<void> {
  const told = new Uint32Array((await flags).buffer).findIndex((flag) => flag !== 0);
  if (told < 0) return;
  await blameParameters(sites.slice(0, told + 1), device);
  throw notFinite(sites[told].layer.name);
}

/** The output of the last of `sites`, read back. */
export async function activationsOnDevice(device: GPUDevice, sites: readonly Site[], images: Images): Promise<Float32Array> {
  const arena = new Arena(device);
  try {
    return await guarded(device, 'forward pass', async () => {
      const runner = new Runner(device, [arena]);
      const context = contextOf(arena, sites.length);
      const { tapes, dispatches } = forwardDispatches(sites, context, arena.upload(floats(images.data), 'images'));
      await runner.compute.compile(dispatches);
      runner.run([{ dispatches, chunk: { first: 0, count: images.shape[0], slab: 0 } }]);
      const [output] = await Promise.all([
        readFloats(device, tapes.at(-1)!.output, 0, images.shape[0] * volume(sites.at(-1)!.output)),
        refuseNotFinite(device, sites, readFloats(device, context.notFinite, 0, sites.length)),
      ]);
      return output;
    });
  } finally {
    arena.release();
  }
}

/** All rows of the plan in float32. The caller releases the result. */
export async function jacobianOnDevice(device: GPUDevice, images: Images, compactPlan: Plan, options: JacobianOptions): Promise<DeviceJacobian> {
  const plan = storedAs(compactPlan, device, options);
  const began = performance.now();
  const work = new Arena(device);
  const result = new Arena(device);
  try {
    const { jacobian, parts, passes, compileMilliseconds, finite } = await guarded(device, 'Jacobian', async () => {
      const slabs = makeSlabs(plan, result, largestSlab(plan, device, options));
      result.clearAhead();
      const prepared = await prepare(device, images, plan, options, [work, result], slabs);
      const { compileMilliseconds } = prepared;
      const { passes, flags } = await runAll(prepared, device, plan, options);
      const finite = refuseNotFinite(device, plan.sites, flags());
      // Heard below, unless the device has failed by then.
      finite.catch(() => undefined);
      const parts = { ...partsOf(plan, device, slabs, options), summary: summaryOf(plan, { engine: 'webgpu', bytesPerNumber: 4, milliseconds: 0, passes, compileMilliseconds }) };
      const jacobian = new DeviceJacobian(result, parts);
      if (options.dense && !plan.spread) await jacobian.prepareDense();
      // Not awaited here: that is a round trip, and `guarded` makes one meanwhile.
      return { jacobian, parts, passes, compileMilliseconds, finite };
    });
    await finite;
    options.onProgress?.(plan.rows, plan.rows, 0);
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

function partsOf(plan: Plan, device: GPUDevice, slabs: readonly Slab[], options: JacobianOptions): DeviceParts {
  return { ...plan, slabs, largestBuffer: Math.min(bindingOf(device), options.budget ?? Infinity), summary: summaryOf(plan, { engine: 'webgpu', bytesPerNumber: 4, milliseconds: 0, passes: 0, compileMilliseconds: 0 }) };
}

/** Dense rows where they are wanted, fit one buffer, and can be written as such: not where a second pass writes faster. */
function storedAs(plan: Plan, device: GPUDevice, options: JacobianOptions): Plan {
  return (options.dense && !tilesOf(device).coalesces && 4 * plan.rows * plan.columns <= bindingOf(device) && spread(plan)) || plan;
}

function largestSlab(plan: Plan, device: GPUDevice, options: JacobianOptions): number {
  return plan.spread ? bindingOf(device) : Math.min(bindingOf(device), options.budget ?? Infinity);
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

interface Work {
  readonly runner: Runner;
  readonly context: DeviceContext;
  readonly jobs: Iterable<Job>;
  readonly compileMilliseconds: number;
}

/** Everything but the running: buffers, dispatches, compiled pipelines. */
async function prepare(device: GPUDevice, images: Images, plan: Plan, options: JacobianOptions, arenas: readonly [work: Arena, result: Arena], slabs: readonly Slab[]): Promise<Work> {
  const [work] = arenas;
  const runner = new Runner(device, arenas);
  const context = contextOf(work, plan.sites.length);
  const forward = forwardDispatches(plan.sites, context, work.upload(floats(images.data), 'images'));
  const N = images.shape[0];
  const pulls = pullsOf({ plan, images: N, context, slabs, budget: options.budget ?? defaultBudget(device), binding: bindingOf(device) }, forward.tapes);
  const pulling = [...pulls.before, ...pulls.levels, ...pulls.rows[0]];
  const dense = options.dense && !plan.spread ? denseKernels(new DeviceRows(device, partsOf(plan, device, slabs, options)), joined(plan.blocks)) : [];
  const forwards = needed(forward.dispatches, pulling);
  const passing = [...forwards, ...watchParameters(plan.sites, forward.tapes, forwards, context)];
  const began = performance.now();
  await runner.compute.compile([...passing, ...pulling, ...dense], options.onCompile);
  return { runner, context, jobs: jobsOf(plan, N, passing, pulls, slabs), compileMilliseconds: performance.now() - began };
}

/** Passes, and multiply-adds, that the device is given at a time: about a second's on a software adapter. Between them it may be stopped. */
const MOST_PASSES_AHEAD = 16;
const MOST_WORK_AHEAD = 1e9;

/** What comes before rows goes with them in one submission, and what layers have told of their outputs is copied in the first. */
async function runAll({ runner, context, jobs }: Work, device: GPUDevice, plan: Plan, options: JacobianOptions): Promise<{ passes: number; flags: () => Promise<Float32Array> }> {
  const pace = paceOf(options, plan.rows);
  const perRow = plan.multiplyAdds / plan.rows;
  let flags: (() => Promise<Float32Array>) | undefined;
  const copyFlags = (encoder: GPUCommandEncoder) => {
    flags ??= copyInto(encoder, device, context.notFinite, 0, plan.sites.length);
  };
  let waiting: Job[] = [];
  let [passes, done, ahead] = [0, 0, 0];
  for (const job of jobs) {
    waiting.push(job);
    if (!job.rows) continue;
    runner.run(waiting, copyFlags);
    waiting = [];
    passes += 1;
    done += job.chunk.count;
    ahead += job.chunk.count * perRow;
    if ((passes % MOST_PASSES_AHEAD > 0 && ahead < MOST_WORK_AHEAD) || done === plan.rows) continue;
    ahead = 0;
    await device.queue.onSubmittedWorkDone();
    try {
      pace.stopIfAsked();
    } catch (stopped) {
      // Read for nothing, so that the copy's buffer goes back.
      await flags!();
      throw stopped;
    }
    pace.tell(done);
  }
  return { passes, flags: flags! };
}

/** Compiles what `jacobianOnDevice` will run, and runs nothing. */
export async function compileOnDevice(device: GPUDevice, images: Images, compactPlan: Plan, options: JacobianOptions): Promise<void> {
  const plan = storedAs(compactPlan, device, options);
  const arenas = [new Arena(device), new Arena(device)] as const;
  try {
    await guarded(device, 'pipelines', () => prepare(device, images, plan, options, arenas, makeSlabs(plan, arenas[1], largestSlab(plan, device, options))));
  } finally {
    for (const arena of arenas) arena.release();
  }
}
