// What a computed Jacobian offers, wherever its blocks live. Types only.
import type { BlockInfo, JacobianSummary } from '../protocol.ts';
import type { Sums } from './statistics.ts';
import type { UnitSums } from './unitSums.ts';
import type { Block } from './blocks.ts';

export type Floats = Float32Array | Float64Array;
export type Method = 'structured' | 'batched' | 'loop';

export interface JacobianOptions {
  /** The layer whose outputs are differentiated. */
  of: string;
  /** Parameter names, or 'input'. Default: every trainable parameter of the layers up to `of`. */
  wrt?: readonly string[] | 'input';
  /** Default 'inference'. 'batch' normalises with the statistics of the given images, which couples them. */
  batchNorm?: 'inference' | 'batch';
  /** Default 'auto': the cheapest that fits. */
  method?: 'auto' | Method;
  /** Only these rows (default all): for samples and for streams. */
  rows?: { start: number; count: number };
  /**
   * The device to work on. Default: TensorFlow.js's own where its backend is WebGPU, else one requested from the
   * browser, else none. `null` asks for the float64 CPU reference.
   */
  device?: GPUDevice | null;
  /** Bytes: for a stream all that a part takes; else what is in flight, and any one buffer of the result. Default: 256 MB, or the device's largest buffer. */
  budget?: number;
  /** Makes the dense matrix along with the blocks, in one go with them; `dense()` then hands it out at once. */
  dense?: boolean;
  signal?: AbortSignal;
  /** `secondsLeft` is known once some rows are done. */
  onProgress?: (rowsDone: number, rows: number, secondsLeft?: number) => void;
  /** While pipelines compile, which happens once for a network and a layer: how many are done, of those that were missing. */
  onCompile?: (done: number, total: number) => void;
}

/** J[R, P] kept as blocks; rows of `of` flattened (n, i, j, c), columns over θ in layer order. */
export interface Jacobian {
  readonly rows: number;
  readonly columns: number;
  /** [N, H, W, C] of the layer `of`. */
  readonly outputShape: readonly [number, number, number, number];
  readonly blocks: readonly BlockInfo[];
  readonly summary: JacobianSummary;
  /** Row r, P numbers. */
  row(r: number): Promise<Floats>;
  /** Column p, R numbers. */
  column(p: number): Promise<Floats>;
  /** ‖J[r, :]‖ for every row, over all columns or one parameter's. */
  rowNorms(parameter?: string): Promise<Floats>;
  /** ‖J[:, p]‖ for every column of θ or of one parameter. */
  columnNorms(parameter?: string): Promise<Floats>;
  /** u·J for a cotangent u[R]: P numbers. */
  vjp(u: Floats): Promise<Floats>;
  /** J·v for a tangent v[P]: R numbers. */
  jvp(v: Floats): Promise<Floats>;
  /** Norms, means and maxima of all rows and columns. */
  statistics(): Promise<JacobianStatistics>;
  /** Adds what statistics are made of to `sums`, as of a larger Jacobian's rows `firstRow` … */
  addStatistics(sums: Sums, firstRow: number): Promise<void>;
  /** Of the units of one image, summed over the images. */
  sumsByUnit(): Promise<UnitSums>;
  /** J Jᵀ, the tangent kernel, between rows of this Jacobian and rows of another or of its own, row-major. */
  gram(request?: GramRequest): Promise<Floats>;
  /** One parameter's numbers as they are stored, and which columns they are. */
  compact(parameter: string): Promise<CompactBlock>;
  /**
   * The dense matrix, made now; where the blocks are on a device it is too, in as many buffers as it takes.
   * @throws when the device has no memory for it, or when one row is larger than a buffer may be.
   */
  dense(): Promise<DenseMatrix>;
  /** The same Jacobian with its blocks in host memory: answers without the device. */
  toHost(): Promise<HostedJacobian>;
  dispose(): void;
}

/** A Jacobian in host memory, whose compact rows can be read where they lie. */
export interface HostedJacobian extends Jacobian {
  readonly compactRows: CompactRows;
}

/** Number k of a block's part in row r is values[(r − first)·rowWidth + block.offset + k] of the slab that holds the row. */
export interface CompactRows {
  readonly blocks: readonly Block[];
  readonly rowWidth: number;
  /** The number of the first row among all images' rows: what windows and channels go by. */
  readonly firstRow: number;
  readonly slabs: readonly { readonly first: number; readonly count: number; readonly values: Floats }[];
}

/** J[r, start + columns[line]] = values[r], where line is 0, r modulo the number of lines, or r itself. */
export interface CompactBlock {
  /** [rows, width] row-major. */
  readonly values: Floats;
  readonly width: number;
  /**
   * Columns within the parameter, [lines, width] row-major: one line where every column is alive, one a channel where only
   * the row's own is (row r, counted over all images, has line r modulo lines), one a row for windows; −1 beside an image.
   */
  readonly columns: Int32Array;
  readonly lines: number;
}

/** Entries and where they are; −1 where a row or column is all zeros. */
export interface Maxima {
  readonly values: Floats;
  readonly where: Int32Array;
}

/** R rows, P columns. */
export interface JacobianStatistics {
  readonly rows: number;
  readonly columns: number;
  /** ‖J[r, :]‖, R numbers. */
  readonly rowNorms: Float64Array;
  /** ‖J[:, p]‖, mean of J[:, p] and of |J[:, p]| over the rows: P numbers each. */
  readonly columnNorms: Float64Array;
  readonly columnMeans: Float64Array;
  readonly columnMeanAbsolutes: Float64Array;
  /** The entry of largest magnitude in every row and column, with its sign, and its column or row. */
  readonly rowMaxima: Maxima;
  readonly columnMaxima: Maxima;
  /** The entry of largest magnitude of all, with its sign; −1 where J is zero. */
  readonly largest: { readonly value: number; readonly row: number; readonly column: number };
}

/** Rows are counted from the first of their own Jacobian. Default: all. */
export interface GramRequest {
  readonly rows?: readonly number[];
  /** With respect to the same parameters, by the same method. Default: this Jacobian. */
  readonly other?: Jacobian;
  /** Default: all of `other`, or `rows` where there is no other. */
  readonly otherRows?: readonly number[];
}

/** Rows of a dense matrix in a buffer, row-major float32. */
export interface DenseRows {
  readonly firstRow: number;
  readonly rows: number;
  readonly buffer: GPUBuffer;
}

export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Rows in order, in more than one buffer where one would be too large; none on the CPU reference. */
  readonly buffers: readonly DenseRows[];
  /** The one buffer that holds all; null where there are several or none. */
  readonly buffer: GPUBuffer | null;
  /** The whole matrix in host memory. */
  read(): Promise<Floats>;
  /** Rows first … first + count − 1. @throws when they are not all the matrix's. */
  readRows(first: number, count: number): Promise<Floats>;
  dispose(): void;
}
