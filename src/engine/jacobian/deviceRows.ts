// A Jacobian's compact rows in device buffers, and how kernels are run over them. Knows no question that is asked of them.
import blockHead from '../gpu/kernels/block.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import { Arena } from '../gpu/arena.ts';
import { type Chunk, Compute, type Dispatch } from '../gpu/compute.ts';
import { guarded } from '../gpu/guarded.ts';
import { readFloats } from '../gpu/readback.ts';
import { windowConstants } from '../layers/window.ts';
import type { Block } from './blocks.ts';
import type { HostParts } from './hostJacobian.ts';

/** Compact rows first … first + count − 1, counted from the Jacobian's first row. */
export interface Slab {
  readonly first: number;
  readonly count: number;
  readonly buffer: GPUBuffer;
}

export type DeviceParts = Omit<HostParts, 'slabs'> & {
  readonly slabs: readonly Slab[];
  /** The rows are dense already. */
  readonly spread: boolean;
  /** Bytes that one buffer of a dense matrix may take. */
  readonly largestBuffer: number;
};

/** Dispatches for some rows, counted from the Jacobian's first; `from` is the row that what they write starts with. */
export interface RowsJob {
  readonly slab: Slab;
  readonly first: number;
  readonly count: number;
  readonly from: number;
  readonly dispatches: readonly Dispatch[];
}

const STRUCTURES = { channel: 0, all: 1, window: 2 } as const;

export class DeviceRows {
  constructor(readonly device: GPUDevice, readonly parts: DeviceParts) {}

  /** A kernel that reads one block of the rows. In it rows are numbered over all images: `chunk.base` is the output's first. */
  kernel(source: string, block: Block, constants: Record<string, number>, buffers: readonly GPUBuffer[]): Omit<Dispatch, 'threads'> {
    return {
      source: joinedText(windowHead, blockHead, source),
      constants: merged(
        block.window ? windowConstants(block.window) : {},
        { STRUCTURE: STRUCTURES[block.structure], ROW_WIDTH: this.parts.rowWidth, OFFSET: block.offset, WIDTH: block.width, CHANNELS: block.channels, START: block.start, SIZE: block.size, FIRST_IMAGE: block.firstImage },
        constants,
      ),
      buffers,
    };
  }

  /** What kernels over every slab, or over those that `make` answers for, leave in a buffer of `numbers` zeros. */
  async readOut(noun: string, numbers: number, make: (slab: Slab, output: GPUBuffer, arena: Arena) => Dispatch[]): Promise<Float32Array> {
    const [found] = await this.readOuts(noun, [numbers], (slab, [output], arena) => make(slab, output, arena));
    return found;
  }

  /** The same for several buffers, of as many numbers as `lengths` says. */
  async readOuts(noun: string, lengths: readonly number[], make: (slab: Slab, outputs: readonly GPUBuffer[], arena: Arena) => Dispatch[]): Promise<Float32Array[]> {
    const arena = new Arena(this.device);
    try {
      const outputs = lengths.map((numbers) => arena.zeros(numbers, noun));
      const jobs = () => this.parts.slabs.map((slab) => ({ slab, first: slab.first, count: slab.count, from: 0, dispatches: make(slab, outputs, arena) }));
      const spent = await guarded(this.device, noun, () => this.submit(arena, jobs()));
      spent.release();
      return await Promise.all(outputs.map((output, k) => readFloats(this.device, output, 0, lengths[k])));
    } finally {
      arena.release();
    }
  }

  /** All jobs in one submission; `output` holds what they write. What it answers is released once the queue has gone past it. */
  async submit(output: Arena, jobs: readonly RowsJob[]): Promise<Arena> {
    const { firstRow } = this.parts;
    const spent = new Arena(this.device);
    const compute = Compute.of(this.device);
    await compute.compile(jobs.flatMap(({ dispatches }) => dispatches));
    const encoder = this.device.createCommandEncoder();
    output.clearInto(encoder);
    for (const { slab, first, count, from, dispatches } of jobs) {
      if (dispatches.length === 0) continue;
      const chunk: Chunk = { first: firstRow + first, count, slab: firstRow + slab.first, base: firstRow + from };
      const uniform = spent.uniform(16, 'chunk');
      this.device.queue.writeBuffer(uniform, 0, Uint32Array.of(chunk.first, chunk.count, chunk.slab, chunk.base!));
      compute.record(encoder, dispatches, chunk, uniform);
    }
    this.device.queue.submit([encoder.finish()]);
    return spent;
  }
}

/** Whole numbers as an arena takes them. */
export function wholeNumbers(values: ArrayLike<number>): Float32Array {
  return new Float32Array(Uint32Array.from(values).buffer);
}
