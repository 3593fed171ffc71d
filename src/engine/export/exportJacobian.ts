// A Jacobian as a file for NumPy or MATLAB, streamed: dense, as its blocks, or one array a parameter. Pure.
import { aboutArrays, type Extent } from './aboutArrays.ts';
import { blockColumns } from './blockColumns.ts';
import { countOf, ELEMENT_BYTES, type FileArray, type Numbers } from './fileArray.ts';
import { mat, MAT_VARIABLE_BYTES } from './mat.ts';
import { matlabNames } from './matlabNames.ts';
import { type MatlabParameter, matlabOf, rowOrder } from './matlabOrder.ts';
import { npz } from './npz.ts';
import { remembered } from './remembered.ts';
import type { ExportedJacobian, ExportedStream, ExportFormat, ExportLayout, ExportSource, Floats } from './source.ts';

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly layout: ExportLayout;
  /** Bytes that a Jacobian kept from one array to the next may take, and as many for numbers waiting to be put into MATLAB's order. Default 64 MB. */
  readonly budget?: number;
  /** Bytes that a variable of MATLAB's may have. Default: what the format allows. */
  readonly variableBytes?: number;
  readonly signal?: AbortSignal;
  /** Bytes written so far, of about how many. */
  readonly onProgress?: (bytes: number, total: number) => void;
}

type PickRow = (jacobian: ExportedJacobian) => Promise<(row: number) => Floats>;

/** A matrix over all rows: how wide, and how to read a row of a part. */
interface Matrix {
  readonly name: string;
  readonly width: number;
  /** Of one row, for NumPy and for MATLAB. */
  readonly shape: readonly number[];
  readonly matlab: MatlabParameter;
  readonly pick: PickRow;
}

const asItIs = (width: number): MatlabParameter => ({ shape: [width], order: Int32Array.from({ length: width }, (_, k) => k) });

/** One row after another, as the parts bring them. */
async function* rowMajor(stream: ExportedStream, { width, pick }: Matrix): AsyncGenerator<Numbers> {
  for await (const { rows, jacobian } of stream) {
    const row = await pick(await jacobian.toHost());
    const held = Math.max(1, Math.floor(2 ** 20 / width));
    for (let first = 0; first < rows; first += held) {
      const count = Math.min(held, rows - first);
      const numbers = new (row(first) instanceof Float64Array ? Float64Array : Float32Array)(count * width);
      for (let k = 0; k < count; k++) numbers.set(row(first + k), k * width);
      yield numbers;
    }
  }
}

/** All rows of one column after another: as many columns at a time as the budget holds, the stream gone through for each group. */
async function* columnMajor(stream: ExportedStream, { pick, matlab }: Matrix, columns: readonly [first: number, end: number], budget: number, bytes: number): AsyncGenerator<Numbers> {
  const { rows: R } = stream;
  const place = placesOf(stream);
  const held = Math.max(1, Math.floor(budget / (bytes * R)));
  for (let first = columns[0]; first < columns[1]; first += held) {
    const order = matlab.order.subarray(first, Math.min(first + held, columns[1]));
    const group = new (bytes === 8 ? Float64Array : Float32Array)(order.length * R);
    for await (const { firstRow, rows, jacobian } of stream) {
      const row = await pick(await jacobian.toHost());
      for (let r = 0; r < rows; r++) {
        const numbers = row(r);
        const at = place[firstRow + r];
        for (let k = 0; k < order.length; k++) group[k * R + at] = numbers[order[k]];
      }
    }
    yield group;
  }
}

const isWhole = ({ rows, outputShape }: Extent) => rows === outputShape.reduce((product, extent) => product * extent, 1);

/** Where each row of the stream stands in MATLAB's order of them; as they are where only some are asked for. */
export function placesOf(stream: Extent): Int32Array {
  const places = new Int32Array(stream.rows);
  if (!isWhole(stream)) return places.map((_, r) => r);
  rowOrder(stream.outputShape).forEach((source, at) => (places[source] = at));
  return places;
}

/** [N, H, W, C] or [N, units]; [rows] where only some are asked for. */
export function rowShape(stream: Extent, format: ExportFormat): number[] {
  const [N, H, W, C] = stream.outputShape;
  if (!isWhole(stream)) return [stream.rows];
  if (H === 1 && W === 1) return format === 'npz' ? [N, C] : [C, N];
  return format === 'npz' ? [N, H, W, C] : [H, W, C, N];
}

function matricesOf(source: ExportSource, layout: ExportLayout): Matrix[] {
  const { stream } = source;
  if (layout === 'dense') {
    const order = Int32Array.from(stream.blocks.flatMap(({ parameter, shape, start }) => Array.from(matlabOf(source, parameter, shape).order, (place) => start + place)));
    const rows: PickRow = async (J) => {
      const dense = await (await J.dense()).read();
      return (r) => dense.subarray(r * J.columns, (r + 1) * J.columns);
    };
    return [{ name: 'J', width: stream.columns, shape: [stream.columns], matlab: { shape: [stream.columns], order }, pick: rows }];
  }
  return stream.blocks.map(({ parameter, shape, start, size }): Matrix => {
    if (layout === 'blocks') return { name: `J/${parameter}/values`, width: -1, shape: [], matlab: asItIs(0), pick: compactRows(parameter) };
    const pick: PickRow = async (J) => {
      const dense = await (await J.dense()).read();
      return (r) => dense.subarray(r * J.columns + start, r * J.columns + start + size);
    };
    return { name: `J/${parameter}`, width: size, shape, matlab: matlabOf(source, parameter, shape), pick };
  });
}

function compactRows(parameter: string): PickRow {
  return async (J) => {
    const { values, width } = await J.compact(parameter);
    return (r) => values.subarray(r * width, (r + 1) * width);
  };
}

/** One array, or several where MATLAB's variables are too small: columns split, `J_1`, `J_2`, … */
function matArrays(source: ExportSource, matrix: Matrix, budget: number, variableBytes: number): FileArray[] {
  const { stream, type } = source;
  const bytes = ELEMENT_BYTES[type];
  const held = Math.max(1, Math.floor(variableBytes / (bytes * stream.rows)));
  const { name, width } = matrix;
  if (width <= held) return [{ name, type, shape: [...rowsOf(matrix, stream, 'mat'), ...matrix.matlab.shape], chunks: () => columnMajor(stream, matrix, [0, width], budget, bytes) }];
  return Array.from({ length: Math.ceil(width / held) }, (_, k): FileArray => {
    const [first, end] = [k * held, Math.min((k + 1) * held, width)];
    return { name: `${name}/${k + 1}`, type, shape: [stream.rows, end - first], chunks: () => columnMajor(stream, matrix, [first, end], budget, bytes) };
  });
}

function npzArray({ stream, type }: ExportSource, matrix: Matrix): FileArray {
  return { name: matrix.name, type, shape: [...rowsOf(matrix, stream, 'npz'), ...matrix.shape], chunks: () => rowMajor(stream, matrix) };
}

/** A matrix has one axis of rows; an array of a parameter has the layer's own. */
function rowsOf({ name }: Matrix, stream: ExportedStream, format: ExportFormat): number[] {
  return name === 'J' || name.endsWith('/values') ? [stream.rows] : rowShape(stream, format);
}

/** All arrays of the file, in its order. */
async function arraysOf(given: ExportSource, { format, layout, budget = 64e6, variableBytes = MAT_VARIABLE_BYTES }: ExportOptions): Promise<FileArray[]> {
  const source = { ...given, stream: remembered(given.stream, budget) };
  const blocks = layout === 'blocks' ? await blockColumns(source, format) : [];
  const matrices = matricesOf(source, layout).map((matrix, b) => (layout === 'blocks' ? { ...matrix, width: blocks[b].width, shape: [blocks[b].width], matlab: asItIs(blocks[b].width) } : matrix));
  const beside = [...aboutArrays(source, layout, format, rowShape(source.stream, format), placesOf(source.stream)), ...blocks.map(({ columns }) => columns)];
  if (format === 'npz') return [...beside, ...matrices.map((matrix) => npzArray(source, matrix))];
  const arrays = [...beside, ...matrices.flatMap((matrix) => matArrays(source, matrix, budget, variableBytes))];
  const names = matlabNames(arrays.map(({ name }) => name));
  return arrays.map((array, at) => ({ ...array, name: names[at] }));
}

/**
 * The file's bytes. What it holds, with h, the index maps `rows` and `columns`, input and weights, is written in docs/cli.md.
 * What is within the budget is computed once; else the stream is gone through once for each array, for MATLAB once for each group of columns that the budget holds.
 * @throws when a variable is too large for its format, when it is aborted, or as the stream does.
 */
export async function* exportJacobian(source: ExportSource, options: ExportOptions): AsyncGenerator<Uint8Array> {
  const arrays = await arraysOf(source, options);
  const total = arrays.reduce((sum, { type, shape }) => sum + ELEMENT_BYTES[type] * countOf(shape), 0);
  let written = 0;
  for await (const chunk of options.format === 'npz' ? npz(arrays) : mat(arrays)) {
    options.signal?.throwIfAborted();
    yield chunk;
    options.onProgress?.((written += chunk.length), total);
  }
}
