// A Jacobian whose compact rows stay in device buffers. Rows, columns, norms and products are read out by small kernels;
// partial sums are added on the host in float64.
import blockHead from '../gpu/kernels/block.wgsl?raw';
import columnGather from '../gpu/kernels/column_gather.wgsl?raw';
import columnMaxima from '../gpu/kernels/column_maxima.wgsl?raw';
import columnReduce from '../gpu/kernels/column_reduce.wgsl?raw';
import denseScatter from '../gpu/kernels/dense_scatter.wgsl?raw';
import gramSource from '../gpu/kernels/gram.wgsl?raw';
import rowMaxima from '../gpu/kernels/row_maxima.wgsl?raw';
import rowReduce from '../gpu/kernels/row_reduce.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { Arena, megabytes } from '../gpu/arena.ts';
import { Compute, type Dispatch } from '../gpu/compute.ts';
import { guarded } from '../gpu/guarded.ts';
import { readFloats } from '../gpu/readback.ts';
import { windowConstants } from '../layers/window.ts';
import { type Block, blockAt, blockNamed, joined } from './blocks.ts';
import { checkAlike, checkLength } from './checks.ts';
import { HostJacobian, type HostParts } from './hostJacobian.ts';
import type { CompactBlock, DenseMatrix, Floats, Jacobian, Maxima } from './jacobian.ts';

/** Compact rows first … first + count − 1, counted from the Jacobian's first row. */
export interface Slab {
  readonly first: number;
  readonly count: number;
  readonly buffer: GPUBuffer;
}

export type DeviceParts = Omit<HostParts, 'slabs'> & { readonly slabs: readonly Slab[]; readonly spread: boolean };

const STRUCTURES = { channel: 0, all: 1, window: 2 } as const;
const STRIPE_NUMBERS = 512;
const STRIPE_ROWS = 1024;

export class DeviceJacobian implements Jacobian {
  private disposed = false;
  /** This object, and dense matrices that are its own rows. */
  private holders = 1;
  private prepared: DenseMatrix | null = null;

  constructor(private readonly arena: Arena, private readonly parts: DeviceParts) {}

  get rows() { return this.parts.rows; }
  get columns() { return this.parts.columns; }
  get outputShape() { return this.parts.outputShape; }
  get blocks() { return this.parts.blocks; }
  get summary() { return this.parts.summary; }

  async row(index: number): Promise<Floats> {
    const { rowWidth, slabs, firstRow } = this.parts;
    const slab = slabs.find(({ first, count }) => index >= first && index < first + count);
    if (!slab || !Number.isInteger(index)) throw new Error(`row: ${index} is not one of the Jacobian's rows; choose 0 to ${this.rows - 1}`);
    const values = await readFloats(this.device, this.alive(slab.buffer), (index - slab.first) * rowWidth, rowWidth);
    return new HostJacobian({ ...this.parts, firstRow: firstRow + index, rows: 1, slabs: [{ first: 0, count: 1, values }] }).row(0);
  }

  async column(p: number): Promise<Floats> {
    const { block, local } = blockAt(this.blocks, p);
    return this.readOut('column', this.rows, (slab, output) => [
      { ...this.blockKernel(columnGather, block, { COLUMN: local }, [slab.buffer, output]), threads: (_first, count) => count },
    ]);
  }

  async rowNorms(parameter?: string): Promise<Floats> {
    return (await this.alongRows(this.chosen(parameter), null)).map(Math.sqrt);
  }

  async jvp(v: Floats): Promise<Floats> {
    checkLength('tangent v', v, this.columns);
    return this.alongRows(joined(this.blocks), v);
  }

  async columnNorms(parameter?: string): Promise<Floats> {
    return (await this.alongColumns(this.chosen(parameter), 'squares')).map(Math.sqrt);
  }

  async vjp(u: Floats): Promise<Floats> {
    checkLength('cotangent u', u, this.rows);
    return this.alongColumns(joined(this.blocks), u);
  }

  async columnMeans(): Promise<{ mean: Floats; meanAbsolute: Floats }> {
    const blocks = joined(this.blocks);
    const [mean, magnitudes] = [await this.alongColumns(blocks, new Float32Array(this.rows).fill(1 / this.rows)), await this.alongColumns(blocks, 'magnitudes')];
    return { mean, meanAbsolute: magnitudes.map((sum) => sum / this.rows) };
  }

  async columnMaxima(): Promise<Maxima> {
    const values = new Float32Array(this.columns);
    const where = new Int32Array(this.columns).fill(-1);
    for (const block of joined(this.blocks))
      for (const slab of this.parts.slabs) {
        const threads = Math.ceil(slab.count / STRIPE_ROWS) * block.size;
        const found = await this.readOut('column maxima', 2 * threads, (only, output) => {
          if (only.first !== slab.first) return [];
          return [{ ...this.blockKernel(columnMaxima, block, { STRIPE_ROWS }, [slab.buffer, output]), threads: () => threads }];
        });
        const rows = new Uint32Array(found.buffer);
        for (let at = 0; at < threads; at++) {
          const p = block.start + (at % block.size);
          if (Math.abs(found[2 * at]) > Math.abs(values[p])) [values[p], where[p]] = [found[2 * at], rows[2 * at + 1]];
        }
      }
    return { values, where };
  }

  async rowMaxima(): Promise<Maxima> {
    const found = await this.readOut('row maxima', 2 * this.rows, (slab, output) =>
      joined(this.blocks).map((block) => ({ ...this.blockKernel(rowMaxima, block, {}, [slab.buffer, output]), threads: (_first: number, count: number) => count })),
    );
    const columns = new Uint32Array(found.buffer);
    return { values: Float32Array.from({ length: this.rows }, (_, r) => found[2 * r]), where: Int32Array.from({ length: this.rows }, (_, r) => columns[2 * r + 1] - 1) };
  }

  async gram(other: Jacobian = this): Promise<Floats> {
    checkAlike(this, other);
    if (!(other instanceof DeviceJacobian)) return (await this.toHost()).gram(other);
    return this.readOut('J Jᵀ', this.rows * other.rows, (slab, output) =>
      other.parts.slabs.flatMap((against) =>
        joined(this.blocks).map((block) => ({
          ...this.blockKernel(gramSource, block, {
            OTHER_FIRST_ROW: other.parts.firstRow, OTHER_ROWS: other.rows, OTHER_FIRST: against.first, OTHER_COUNT: against.count,
          }, [slab.buffer, other.alive(against.buffer), output]),
          threads: (_first: number, count: number) => count * against.count,
        })),
      ),
    );
  }

  async compact(parameter: string): Promise<CompactBlock> {
    blockNamed(this.blocks, parameter);
    return (await this.toHost()).compact(parameter);
  }

  async dense(): Promise<DenseMatrix> {
    const ready = this.prepared;
    this.prepared = null;
    if (ready) return ready;
    if (this.parts.spread) return this.sharedMatrix();
    const { matrix, spent } = await guarded(this.device, 'dense Jacobian', () => this.submitDense());
    spent.release();
    return matrix;
  }

  /** The rows themselves, which are dense already and stay until both have been disposed of. */
  private sharedMatrix(): DenseMatrix {
    const { rows, columns, device } = this;
    const buffer = this.alive(this.parts.slabs[0].buffer);
    this.holders += 1;
    let held = true;
    const dispose = () => {
      if (held) this.letGo();
      held = false;
    };
    return { rows, columns, buffer, read: () => readFloats(device, buffer, 0, rows * columns), dispose };
  }

  private letGo(): void {
    this.holders -= 1;
    if (this.holders === 0) this.arena.release();
  }

  /** Submits the dense matrix without waiting for it, for the next call of `dense`. */
  async prepareDense(): Promise<void> {
    const { matrix, spent } = await this.submitDense();
    this.prepared = matrix;
    spent.release();
  }

  private async submitDense(): Promise<{ matrix: DenseMatrix; spent: Arena }> {
    const { rows, columns, device } = this;
    const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    const bytes = 4 * rows * columns;
    if (bytes > limit) throw new Error(`dense Jacobian: ${megabytes(bytes)} where this device binds at most ${megabytes(limit)}; read rows or columns, or ask for fewer rows`);
    const arena = new Arena(device);
    const buffer = arena.zeros(rows * columns, 'dense Jacobian');
    try {
      const spent = await this.submit(arena, (slab) =>
        joined(this.blocks).map((block) => {
          const tiles = Math.ceil(block.width / 32);
          return { ...this.blockKernel(denseScatter, block, { COLUMNS: columns }, [slab.buffer, buffer]), threads: (_first, count) => count * tiles };
        }),
      );
      return { matrix: { rows, columns, buffer, read: () => readFloats(device, buffer, 0, rows * columns), dispose: () => arena.release() }, spent };
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  async toHost(): Promise<Jacobian> {
    const slabs = await Promise.all(
      this.parts.slabs.map(async ({ first, count, buffer }) => ({
        first, count, values: await readFloats(this.device, this.alive(buffer), 0, count * this.parts.rowWidth),
      })),
    );
    return new HostJacobian({ ...this.parts, slabs });
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.prepared?.dispose();
    this.letGo();
  }

  private get device(): GPUDevice {
    return this.arena.device;
  }

  private chosen(parameter: string | undefined): readonly Block[] {
    return parameter === undefined ? joined(this.blocks) : [blockNamed(this.blocks, parameter)];
  }

  private alive(buffer: GPUBuffer): GPUBuffer {
    if (this.disposed) throw new Error('Jacobian: it has been disposed of; compute it again');
    return buffer;
  }

  /** Σ along each row, squares or against v, stripes added in float64. */
  private async alongRows(blocks: readonly Block[], v: Floats | null): Promise<Float32Array> {
    const stripes = blocks.reduce((total, { width }) => total + Math.ceil(width / STRIPE_NUMBERS), 0);
    const vector = v ? Float32Array.from(v) : new Float32Array(1);
    const sums = await this.readOut('sums along rows', this.rows * stripes, (slab, output, arena) => {
      const input = arena.upload(vector, 'tangent');
      let offset = 0;
      return blocks.map((block) => {
        const own = Math.ceil(block.width / STRIPE_NUMBERS);
        const constants = { SQUARE: v ? 0 : 1, STRIPES: stripes, STRIPE_OFFSET: offset };
        offset += own;
        return { ...this.blockKernel(rowReduce, block, constants, [slab.buffer, input, output]), threads: (_first, count) => count * own };
      });
    });
    return addStripes(sums, this.rows, stripes);
  }

  /** Σ along each column of `blocks`, against u, of squares or of magnitudes; stripes and slabs added in float64. */
  private async alongColumns(blocks: readonly Block[], u: Floats | 'squares' | 'magnitudes'): Promise<Float32Array> {
    const of = u === 'squares' ? 1 : u === 'magnitudes' ? 2 : 0;
    const vector = typeof u === 'string' ? new Float32Array(1) : Float32Array.from(u);
    const parts: Float32Array[] = [];
    for (const block of blocks) {
      const total = new Float64Array(block.size);
      for (const slab of this.parts.slabs) {
        const stripes = Math.ceil(slab.count / STRIPE_ROWS);
        const threads = stripes * block.size;
        const sums = await this.readOut('sums along columns', threads, (only, output, arena) => {
          if (only.first !== slab.first) return [];
          const buffers = [slab.buffer, arena.upload(vector, 'cotangent'), output];
          return [{ ...this.blockKernel(columnReduce, block, { OF: of, STRIPE_ROWS }, buffers), threads: () => threads }];
        });
        sums.forEach((value, at) => (total[at % block.size] += value));
      }
      parts.push(Float32Array.from(total));
    }
    const joined = new Float32Array(blocks.reduce((length, { size }) => length + size, 0));
    let at = 0;
    for (const part of parts) joined.set(part, (at += part.length) - part.length);
    return joined;
  }

  private blockKernel(source: string, block: Block, constants: Record<string, number>, buffers: GPUBuffer[]): Omit<Dispatch, 'threads'> {
    return {
      source: windowHead + blockHead + source,
      constants: {
        ...(block.window ? windowConstants(block.window) : {}),
        STRUCTURE: STRUCTURES[block.structure],
        ROW_WIDTH: this.parts.rowWidth,
        OFFSET: block.offset,
        WIDTH: block.width,
        CHANNELS: block.channels,
        START: block.start,
        SIZE: block.size,
        FIRST_ROW: this.parts.firstRow,
        ...constants,
      },
      buffers,
    };
  }

  private async readOut(noun: string, numbers: number, make: (slab: Slab, output: GPUBuffer, arena: Arena) => Dispatch[]): Promise<Float32Array> {
    const arena = new Arena(this.device);
    try {
      const output = arena.zeros(numbers, noun);
      await this.run(noun, arena, (slab) => make(slab, output, arena));
      return await readFloats(this.device, output, 0, numbers);
    } finally {
      arena.release();
    }
  }

  /** One kernel or a few for each slab; waits for the device. `output` holds the buffers that they write. */
  private async run(noun: string, output: Arena, make: (slab: Slab) => Dispatch[]): Promise<void> {
    const spent = await guarded(this.device, noun, () => this.submit(output, make));
    spent.release();
  }

  /** All slabs in one submission. What it answers is released once the queue has gone past it. */
  private async submit(output: Arena, make: (slab: Slab) => Dispatch[]): Promise<Arena> {
    const spent = new Arena(this.device);
    const compute = Compute.of(this.device);
    const jobs = this.parts.slabs.map((slab) => ({ slab, dispatches: make({ ...slab, buffer: this.alive(slab.buffer) }) }));
    await compute.compile(jobs.flatMap(({ dispatches }) => dispatches));
    const encoder = this.device.createCommandEncoder();
    output.clearInto(encoder);
    for (const { slab, dispatches } of jobs) {
      const uniform = spent.uniform(16, 'chunk');
      this.device.queue.writeBuffer(uniform, 0, Uint32Array.of(slab.first, slab.count, slab.first, 0));
      compute.record(encoder, dispatches, { first: slab.first, count: slab.count, slab: slab.first }, uniform);
    }
    this.device.queue.submit([encoder.finish()]);
    return spent;
  }
}

/** Sums `stripes` consecutive numbers of each of `rows`. */
function addStripes(sums: Float32Array, rows: number, stripes: number): Float32Array {
  const totals = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let s = 0; s < stripes; s++) total += sums[row * stripes + s];
    totals[row] = total;
  }
  return totals;
}
