// Compiles kernels (all at once, cached by source and constants) and submits dispatches. Knows no layer and no network.
import { shaderOf } from './shader.ts';
import { tilesOf } from './tiles.ts';

/** One kernel run. Buffers bind from 1 upwards; binding 0 is the chunk of rows. */
export interface Dispatch {
  /** WGSL files, joined in order. */
  readonly source: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly buffers: readonly GPUBuffer[];
  /** Threads for a chunk of rows [first, first + count). */
  readonly threads: (first: number, count: number) => number;
  /** The buffers that it fills, if that is all it does: nobody has to run it for whom they are of no use. */
  readonly writes?: readonly GPUBuffer[];
}

/** Those of `dispatches` that `readers`, which run after them, depend on. */
export function needed(dispatches: readonly Dispatch[], readers: readonly Dispatch[]): Dispatch[] {
  const read = new Set(readers.flatMap(({ buffers }) => buffers));
  const kept: Dispatch[] = [];
  for (const dispatch of dispatches.toReversed()) {
    if (dispatch.writes?.every((buffer) => !read.has(buffer))) continue;
    kept.push(dispatch);
    for (const buffer of dispatch.buffers) read.add(buffer);
  }
  return kept.reverse();
}

/** Rows (or images) first … first + count − 1; `slab` is the first one that the buffer they go to holds. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
  readonly slab: number;
  /** The first image of which lower levels are held. */
  readonly base?: number;
}

/** A grid of workgroups for at least `threads` threads within the limit of each dimension; kernels flatten it again. */
export function workgroupGrid(threads: number, workgroup: number, limit: number): [number, number] {
  const groups = Math.max(1, Math.ceil(threads / workgroup));
  if (groups <= limit) return [groups, 1];
  const rows = Math.ceil(groups / limit);
  if (rows > limit) throw new Error(`dispatch: ${threads} threads exceed the device's grid; use smaller chunks of rows`);
  return [Math.ceil(groups / rows), rows];
}

/** A pipeline, its layout, which is not cheap to ask for, and buffers that have been bound to it, by their numbers. */
interface Made {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly bound: Map<string, GPUBindGroup>;
}

/** Buffers come from a pool, so that the next computation of a kind binds the same: so many bindings of a kernel are kept. */
const MOST_BOUND = 64;
const numbersOfBuffers = new WeakMap<GPUBuffer, number>();
let buffersSeen = 0;

function numberOf(buffer: GPUBuffer): number {
  let number = numbersOfBuffers.get(buffer);
  if (number === undefined) numbersOfBuffers.set(buffer, (number = buffersSeen++));
  return number;
}

export class Compute {
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private readonly modules = new Map<string, GPUShaderModule>();
  private readonly groups = new WeakMap<Dispatch, { group: GPUBindGroup; uniform: GPUBuffer }>();

  /** What is compiled, by source and constants. */
  private readonly ready = new Map<string, Map<string, Made>>();
  private readonly workgroup: number;

  private constructor(readonly device: GPUDevice) {
    this.workgroup = tilesOf(device).workgroup;
  }

  private static readonly shared = new WeakMap<GPUDevice, Compute>();

  /** The one compiler of a device, so that pipelines are compiled once. */
  static of(device: GPUDevice): Compute {
    let compute = Compute.shared.get(device);
    if (!compute) Compute.shared.set(device, (compute = new Compute(device)));
    return compute;
  }

  /** Compiles whatever `dispatches` need and is not compiled yet, in parallel; tells how many of those are done. */
  async compile(dispatches: readonly Dispatch[], onProgress?: (done: number, total: number) => void): Promise<void> {
    const missing = [...new Map(dispatches.filter((dispatch) => !this.made(dispatch)).map((dispatch) => [keyOf(dispatch), dispatch])).values()];
    let done = 0;
    if (missing.length > 0) onProgress?.(0, missing.length);
    await Promise.all(missing.map(async (dispatch) => {
      await this.pipeline(dispatch);
      onProgress?.((done += 1), missing.length);
    }));
  }

  /** Records `dispatches` for one chunk into `encoder`. They must have been compiled. */
  record(encoder: GPUCommandEncoder, dispatches: readonly Dispatch[], chunk: Chunk, uniform: GPUBuffer): void {
    const pass = encoder.beginComputePass();
    for (const dispatch of dispatches) this.recordOne(pass, dispatch, chunk, uniform);
    pass.end();
  }

  private recordOne(pass: GPUComputePassEncoder, dispatch: Dispatch, chunk: Chunk, uniform: GPUBuffer): void {
    const made = this.made(dispatch);
    if (!made) throw new Error('pipeline: not compiled; call compile() first');
    pass.setPipeline(made.pipeline);
    pass.setBindGroup(0, this.groupOf(dispatch, made, uniform));
    const [x, y] = workgroupGrid(dispatch.threads(chunk.first, chunk.count), this.workgroup, this.device.limits.maxComputeWorkgroupsPerDimension);
    pass.dispatchWorkgroups(x, y);
  }

  /** The dispatch's buffers bound, made once for all the chunks that it runs on. */
  private groupOf(dispatch: Dispatch, made: Made, uniform: GPUBuffer): GPUBindGroup {
    const known = this.groups.get(dispatch);
    if (known && known.uniform === uniform) return known.group;
    const buffers = [uniform, ...dispatch.buffers];
    const key = buffers.map(numberOf).join();
    let group = made.bound.get(key);
    if (!group) {
      if (made.bound.size >= MOST_BOUND) made.bound.clear();
      group = this.device.createBindGroup({ layout: made.layout, entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })) });
      made.bound.set(key, group);
    }
    this.groups.set(dispatch, { group, uniform });
    return group;
  }

  /** Undefined where the dispatch's kernel is not compiled. */
  private made(dispatch: Dispatch): Made | undefined {
    return this.ready.get(dispatch.source)?.get(constantsOf(dispatch));
  }

  private pipeline(dispatch: Dispatch): Promise<GPUComputePipeline> {
    const key = keyOf(dispatch);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: this.module(dispatch.source), constants: { ...dispatch.constants, WORKGROUP: this.workgroup } },
      });
      this.pipelines.set(key, pipeline);
      void pipeline.then(
        (made) => {
          const ready = this.ready.get(dispatch.source) ?? new Map<string, Made>();
          this.ready.set(dispatch.source, ready.set(constantsOf(dispatch), { pipeline: made, layout: made.getBindGroupLayout(0), bound: new Map() }));
        },
        () => this.pipelines.delete(key),
      );
    }
    return pipeline;
  }

  private module(source: string): GPUShaderModule {
    let module = this.modules.get(source);
    if (!module) this.modules.set(source, (module = this.device.createShaderModule({ code: shaderOf(source) })));
    return module;
  }
}

const constants = new WeakMap<Dispatch, string>();

function constantsOf(dispatch: Dispatch): string {
  let text = constants.get(dispatch);
  if (text === undefined) constants.set(dispatch, (text = JSON.stringify(dispatch.constants)));
  return text;
}

function keyOf(dispatch: Dispatch): string {
  return `${constantsOf(dispatch)}\n${dispatch.source}`;
}
