// A Jacobian whose blocks are in host memory: what the CPU reference makes, and what a device result becomes when read back.
import type { JacobianSummary } from '../protocol.ts';
import { type Block, blockAt, blockNamed, columnLines, columnOf, compactOf } from './blocks.ts';
import { checkAlike, checkLength, checkRows } from './checks.ts';
import type { CompactBlock, CompactRows, DenseMatrix, Floats, GramRequest, HostedJacobian, JacobianStatistics } from './jacobian.ts';
import { emptyStatistics, finished, gramRows, keepLarger, type Sums } from './statistics.ts';
import { emptyUnitSums, type UnitSums } from './unitSums.ts';

export interface HostParts extends CompactRows {
  readonly rows: number;
  readonly columns: number;
  readonly outputShape: readonly [number, number, number, number];
  readonly summary: JacobianSummary;
}

export class HostJacobian implements HostedJacobian {
  constructor(private readonly parts: HostParts) {}

  get rows() { return this.parts.rows; }
  get columns() { return this.parts.columns; }
  get outputShape() { return this.parts.outputShape; }
  get blocks() { return this.parts.blocks; }
  get summary() { return this.parts.summary; }
  get compactRows(): CompactRows { return this.parts; }

  async row(index: number): Promise<Floats> {
    const slab = this.slabOf(index);
    const row = this.empty(this.columns);
    const base = (index - slab.first) * this.parts.rowWidth;
    for (const block of this.blocks) this.expand(block, index, slab.values, base, row);
    return row;
  }

  async column(p: number): Promise<Floats> {
    const { block, local } = blockAt(this.blocks, p);
    const column = this.empty(this.rows);
    this.eachRow((index, r, values, base) => {
      const k = compactOf(block, r, local);
      if (k >= 0) column[index] = values[base + block.offset + k];
    });
    return column;
  }

  async rowNorms(parameter?: string): Promise<Floats> {
    const blocks = this.chosen(parameter);
    const norms = this.empty(this.rows);
    this.eachRow((index, _r, values, base) => {
      let squares = 0;
      for (const { offset, width } of blocks) for (let k = 0; k < width; k++) squares += values[base + offset + k] ** 2;
      norms[index] = Math.sqrt(squares);
    });
    return norms;
  }

  async columnNorms(parameter?: string): Promise<Floats> {
    const squares = this.gather(this.chosen(parameter), (value) => value * value);
    return this.floats(squares.map(Math.sqrt));
  }

  async vjp(u: Floats): Promise<Floats> {
    checkLength('cotangent u', u, this.rows);
    return this.floats(this.gather(this.blocks, (value, index) => value * u[index]));
  }

  async jvp(v: Floats): Promise<Floats> {
    checkLength('tangent v', v, this.columns);
    const product = this.empty(this.rows);
    this.eachRow((index, r, values, base) => {
      let total = 0;
      for (const block of this.blocks)
        for (let k = 0; k < block.width; k++) {
          const column = columnOf(block, r, k);
          if (column >= 0) total += values[base + block.offset + k] * v[block.start + column];
        }
      product[index] = total;
    });
    return product;
  }

  async statistics(): Promise<JacobianStatistics> {
    const sums = emptyStatistics(this.rows, this.columns);
    await this.addStatistics(sums, 0);
    return finished(sums);
  }

  async addStatistics(sums: Sums, firstRow: number): Promise<void> {
    this.eachEntry((index, column, value) => {
      const row = firstRow + index;
      sums.rowSquares[row] += value * value;
      sums.columnSquares[column] += value * value;
      sums.columnSums[column] += value;
      sums.columnMagnitudes[column] += Math.abs(value);
      keepLarger(sums.rowMaxima, row, value, column);
      keepLarger(sums.columnMaxima, column, value, row);
    });
  }

  async sumsByUnit(): Promise<UnitSums> {
    const [, H, W, C] = this.outputShape;
    const units = H * W * C;
    const sums = emptyUnitSums(units, this.columns);
    this.eachEntry((index, column, value) => {
      const unit = (this.parts.firstRow + index) % units;
      sums.unitMagnitudes[unit] += Math.abs(value);
      sums.unitSquares[unit] += value * value;
      sums.columnMagnitudes[column] += Math.abs(value);
    });
    return sums;
  }

  async gram(request: GramRequest = {}): Promise<Floats> {
    const { other = this } = request;
    checkAlike(this, other);
    const { rows, otherRows } = gramRows(request, this);
    const gram = this.empty(rows.length * otherRows.length);
    for (const [b, otherRow] of otherRows.entries()) {
      const products = await this.jvp(await other.row(otherRow));
      rows.forEach((r, a) => (gram[a * otherRows.length + b] = products[r]));
    }
    return gram;
  }

  async compact(parameter: string): Promise<CompactBlock> {
    const block = blockNamed(this.blocks as readonly Block[], parameter);
    const { offset, width } = block;
    const values = this.empty(this.rows * width);
    this.eachRow((index, _r, from, base) => values.set(from.subarray(base + offset, base + offset + width), index * width));
    const { lines, columns } = columnLines(block, this.parts.firstRow, this.rows);
    return { values, width, lines, columns };
  }

  async dense(): Promise<DenseMatrix> {
    const { rows, columns } = this;
    const values = this.empty(rows * columns);
    this.eachRow((index, _r, from, base) => {
      for (const block of this.blocks) this.expand(block, index, from, base, values, index * columns);
    });
    const readRows = async (first: number, count: number) => {
      checkRows(first, count, rows);
      return values.slice(first * columns, (first + count) * columns);
    };
    return { rows, columns, buffers: [], buffer: null, read: async () => values, readRows, dispose: () => undefined };
  }

  async toHost(): Promise<HostedJacobian> {
    return this;
  }

  dispose(): void {
    // Host memory is the garbage collector's.
  }

  /** Every entry that can differ from zero: row, column, value. */
  private eachEntry(visit: (index: number, column: number, value: number) => void): void {
    this.eachRow((index, r, values, base) => {
      for (const block of this.blocks)
        for (let k = 0; k < block.width; k++) {
          const column = columnOf(block, r, k);
          if (column >= 0) visit(index, block.start + column, values[base + block.offset + k]);
        }
    });
  }

  /** Σ over rows of f(value), for every column of `blocks`, in float64. */
  private gather(blocks: readonly Block[], f: (value: number, index: number) => number): Float64Array {
    const start = blocks[0].start;
    const sums = new Float64Array(blocks.reduce((total, { size }) => total + size, 0));
    this.eachRow((index, r, values, base) => {
      for (const block of blocks)
        for (let k = 0; k < block.width; k++) {
          const value = values[base + block.offset + k];
          const column = value === 0 ? -1 : columnOf(block, r, k);
          if (column >= 0) sums[block.start - start + column] += f(value, index);
        }
    });
    return sums;
  }

  private expand(block: Block, index: number, from: Floats, base: number, target: Floats, at = 0): void {
    const r = this.parts.firstRow + index;
    for (let k = 0; k < block.width; k++) {
      const column = columnOf(block, r, k);
      if (column >= 0) target[at + block.start + column] = from[base + block.offset + k];
    }
  }

  private eachRow(visit: (index: number, r: number, values: Floats, base: number) => void): void {
    const { rowWidth, firstRow } = this.parts;
    for (const { first, count, values } of this.parts.slabs)
      for (let index = first; index < first + count; index++) visit(index, firstRow + index, values, (index - first) * rowWidth);
  }

  private slabOf(index: number) {
    const slab = this.parts.slabs.find(({ first, count }) => index >= first && index < first + count);
    if (!slab || !Number.isInteger(index)) throw new Error(`row: ${index} is not one of the Jacobian's rows; choose 0 to ${this.rows - 1}`);
    return slab;
  }

  private chosen(parameter: string | undefined): readonly Block[] {
    return parameter === undefined ? this.blocks : [blockNamed(this.blocks, parameter)];
  }

  private get blocksOfFloat64(): boolean {
    return this.parts.slabs[0].values instanceof Float64Array;
  }

  private empty(length: number): Floats {
    return this.blocksOfFloat64 ? new Float64Array(length) : new Float32Array(length);
  }

  private floats(values: Float64Array): Floats {
    return this.blocksOfFloat64 ? values : Float32Array.from(values);
  }
}
