// A Jacobian whose compact rows stay in device buffers; what is asked of it is answered by small kernels.
import columnGather from '../gpu/kernels/column_gather.wgsl?raw';
import type { Arena } from '../gpu/arena.ts';
import { guarded } from '../gpu/guarded.ts';
import { readFloats } from '../gpu/readback.ts';
import { type Block, blockAt, blockNamed, joined } from './blocks.ts';
import { checkAlike, checkLength } from './checks.ts';
import { matrixOf, submitDense } from './deviceDense.ts';
import { type DeviceParts, DeviceRows, wholeNumbers } from './deviceRows.ts';
import { addDeviceStatistics } from './deviceStatistics.ts';
import { deviceUnitSums } from './deviceUnitSums.ts';
import { alongColumns, alongRows } from './deviceSums.ts';
import { deviceGram } from './gram.ts';
import { HostJacobian } from './hostJacobian.ts';
import type { CompactBlock, DenseMatrix, Floats, GramRequest, HostedJacobian, Jacobian, JacobianStatistics } from './jacobian.ts';
import { emptyStatistics, finished, gramRows, type Sums } from './statistics.ts';
import type { UnitSums } from './unitSums.ts';

export class DeviceJacobian implements Jacobian {
  private disposed = false;
  /** This object, and dense matrices that are its own rows. */
  private holders = 1;
  private prepared: DenseMatrix | null = null;
  private readonly held: DeviceRows;

  constructor(private readonly arena: Arena, private readonly parts: DeviceParts) {
    this.held = new DeviceRows(arena.device, parts);
  }

  get rows() { return this.parts.rows; }
  get columns() { return this.parts.columns; }
  get outputShape() { return this.parts.outputShape; }
  get blocks() { return this.parts.blocks; }
  get summary() { return this.parts.summary; }

  async row(index: number): Promise<Floats> {
    const { rowWidth, slabs, firstRow } = this.parts;
    const slab = slabs.find(({ first, count }) => index >= first && index < first + count);
    if (!slab || !Number.isInteger(index)) throw new Error(`row: ${index} is not one of the Jacobian's rows; choose 0 to ${this.rows - 1}`);
    const values = await readFloats(this.alive.device, slab.buffer, (index - slab.first) * rowWidth, rowWidth);
    return new HostJacobian({ ...this.parts, firstRow: firstRow + index, rows: 1, slabs: [{ first: 0, count: 1, values }] }).row(0);
  }

  async column(p: number): Promise<Floats> {
    const { block, local } = blockAt(this.blocks, p);
    return this.alive.readOut('column', this.rows, (slab, output, arena) => [
      { ...this.held.kernel(columnGather, block, {}, [slab.buffer, arena.upload(wholeNumbers([local]), 'column'), output]), threads: (_first, count) => count },
    ]);
  }

  async rowNorms(parameter?: string): Promise<Floats> {
    return (await alongRows(this.alive, this.chosen(parameter), null)).map(Math.sqrt);
  }

  async jvp(v: Floats): Promise<Floats> {
    checkLength('tangent v', v, this.columns);
    return alongRows(this.alive, joined(this.blocks), v);
  }

  async columnNorms(parameter?: string): Promise<Floats> {
    return Float32Array.from((await alongColumns(this.alive, this.chosen(parameter), null)).map(Math.sqrt));
  }

  async vjp(u: Floats): Promise<Floats> {
    checkLength('cotangent u', u, this.rows);
    return Float32Array.from(await alongColumns(this.alive, joined(this.blocks), u));
  }

  async statistics(): Promise<JacobianStatistics> {
    const sums = emptyStatistics(this.rows, this.columns);
    await this.addStatistics(sums, 0);
    return finished(sums);
  }

  async addStatistics(sums: Sums, firstRow: number): Promise<void> {
    await addDeviceStatistics(this.alive, joined(this.blocks), sums, firstRow);
  }

  async sumsByUnit(): Promise<UnitSums> {
    return deviceUnitSums(this.alive, joined(this.blocks));
  }

  async gram(request: GramRequest = {}): Promise<Floats> {
    const { other = this } = request;
    checkAlike(this, other);
    if (!(other instanceof DeviceJacobian)) return (await this.toHost()).gram(request);
    const { rows, otherRows } = gramRows(request, this);
    return deviceGram(this.alive, rows, other.alive, otherRows, joined(this.blocks), joined(other.blocks));
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
    const { matrix, spent } = await guarded(this.alive.device, 'dense Jacobian', () => submitDense(this.held, joined(this.blocks)));
    spent.release();
    return matrix;
  }

  /** The rows themselves, which are dense already and stay until both have been disposed of. */
  private sharedMatrix(): DenseMatrix {
    const { device } = this.alive;
    this.holders += 1;
    const buffers = this.parts.slabs.map(({ first, count, buffer }) => ({ firstRow: first, rows: count, buffer }));
    return matrixOf(device, this.rows, this.columns, buffers, () => this.letGo());
  }

  private letGo(): void {
    this.holders -= 1;
    if (this.holders === 0) this.arena.release();
  }

  /** Submits the dense matrix without waiting for it, for the next call of `dense`. */
  async prepareDense(): Promise<void> {
    const { matrix, spent } = await submitDense(this.alive, joined(this.blocks));
    this.prepared = matrix;
    spent.release();
  }

  async toHost(): Promise<HostedJacobian> {
    const { device } = this.alive;
    const slabs = await Promise.all(
      this.parts.slabs.map(async ({ first, count, buffer }) => ({ first, count, values: await readFloats(device, buffer, 0, count * this.parts.rowWidth) })),
    );
    return new HostJacobian({ ...this.parts, slabs });
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.prepared?.dispose();
    this.letGo();
  }

  private chosen(parameter: string | undefined): readonly Block[] {
    return parameter === undefined ? joined(this.blocks) : [blockNamed(this.blocks, parameter)];
  }

  /** @throws when it has been disposed of. */
  private get alive(): DeviceRows {
    if (this.disposed) throw new Error('Jacobian: it has been disposed of; compute it again');
    return this.held;
  }
}
