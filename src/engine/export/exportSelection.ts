// One unit and one parameter as a file for NumPy or MATLAB: the row, whole and in the shapes of its parameters, the column, and what
// stands beside them. Pure.
import { aboutArrays, type Beside, floatsAs, ordered, subscripts } from './aboutArrays.ts';
import { placesOf, rowShape } from './exportJacobian.ts';
import { countOf, ELEMENT_BYTES, type FileArray, whole } from './fileArray.ts';
import { mat } from './mat.ts';
import { matlabNames } from './matlabNames.ts';
import { matlabOf, rowOrder } from './matlabOrder.ts';
import { npz } from './npz.ts';
import type { ExportFormat, Floats } from './source.ts';

export interface SelectionSource {
  /** All units of one image, and all columns. */
  readonly beside: Beside;
  /** Row number of the unit, (i·W + j)·C + c. */
  readonly index: number;
  /** [columns] */
  readonly row: Floats;
  /** Of the chosen parameter, for every unit; null where none is chosen. */
  readonly column: { readonly index: number; readonly values: Floats } | null;
  /** As it is shown, [H, W, C], 0 to 255. */
  readonly picture: { readonly data: Uint8Array; readonly shape: readonly [number, number, number] };
  /** Output of the last layer. */
  readonly prediction: Floats;
}

/** (n, i, j, c) from 0; for MATLAB (h, w, c, n) from 1. */
function unitArray({ beside: { stream }, index }: SelectionSource, format: ExportFormat): FileArray {
  const [, , W, C] = stream.outputShape;
  const [i, j, c] = [Math.floor(index / (W * C)), Math.floor(index / C) % W, index % C];
  return whole('unit', 'int32', [4], Int32Array.from(format === 'npz' ? [0, i, j, c] : [i + 1, j + 1, c + 1, 1]));
}

/** The row whole, its numbers in the order of `columns`, and an array a parameter. */
function rowArrays({ beside, row }: SelectionSource, format: ExportFormat): FileArray[] {
  const parts = beside.stream.blocks.map(({ parameter, shape, start, size }) => {
    const own = row.subarray(start, start + size);
    const matlab = matlabOf(beside, parameter, shape);
    return format === 'npz' ? { parameter, shape, numbers: own } : { parameter, shape: matlab.shape, numbers: ordered(own, matlab.order) };
  });
  const together = row.slice();
  beside.stream.blocks.forEach(({ start }, b) => together.set(parts[b].numbers, start));
  return [whole('row', floatsAs(row), [row.length], together), ...parts.map(({ parameter, shape, numbers }) => whole(`row/${parameter}`, floatsAs(row), shape, numbers))];
}

/** The column in the layer's shape, and its parameter as a line of `columns`. */
function columnArrays({ beside, column }: SelectionSource, format: ExportFormat, shape: readonly number[], places: Int32Array): FileArray[] {
  if (!column) return [];
  const b = beside.stream.blocks.findIndex(({ start, size }) => column.index >= start && column.index < start + size);
  const { parameter, start, shape: own } = beside.stream.blocks[b];
  const matlab = matlabOf(beside, parameter, own);
  const offset = column.index - start;
  const at = format === 'npz' ? [b, ...subscripts(offset, own)] : [b, ...subscripts(matlab.order.indexOf(offset), matlab.shape.toReversed()).reverse()].map((place) => place + 1);
  const line = Int32Array.from({ length: 5 }, (_, k) => at[k] ?? (format === 'npz' ? -1 : 0));
  const values = format === 'npz' ? column.values : column.values.map(() => 0);
  if (format === 'mat') column.values.forEach((value, k) => (values[places[k]] = value));
  return [whole('column', floatsAs(column.values), shape, values), whole('parameter', 'int32', [5], line)];
}

function pictureArray({ picture: { data, shape } }: SelectionSource, format: ExportFormat): FileArray {
  const order = rowOrder([1, ...shape]);
  return whole('picture', 'uint8', shape, format === 'npz' ? data : data.map((_, at) => data[order[at]]));
}

/** The file's arrays, in its order; what they hold is written in docs/cli.md. */
function arraysOf(source: SelectionSource, format: ExportFormat): FileArray[] {
  const { beside, prediction } = source;
  const [shape, places] = [rowShape(beside.stream, format), placesOf(beside.stream)];
  const arrays = [
    unitArray(source, format), ...rowArrays(source, format), ...columnArrays(source, format, shape, places), pictureArray(source, format),
    whole('prediction', floatsAs(prediction), [prediction.length], prediction), ...aboutArrays(beside, 'selection', format, shape, places),
  ];
  if (format === 'npz') return arrays;
  const names = matlabNames(arrays.map(({ name }) => name));
  return arrays.map((array, at) => ({ ...array, name: names[at] }));
}

/** The bytes of the file's numbers, and the file. */
export function exportSelection(source: SelectionSource, format: ExportFormat): { bytes: number; chunks: AsyncGenerator<Uint8Array> } {
  const arrays = arraysOf(source, format);
  return { bytes: arrays.reduce((sum, { type, shape }) => sum + ELEMENT_BYTES[type] * countOf(shape), 0), chunks: format === 'npz' ? npz(arrays) : mat(arrays) };
}
