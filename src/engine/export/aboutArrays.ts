// What stands beside J in an exported file: h, which unit each row and which number each column is, input, weights. Pure.
import { type ElementType, type FileArray, whole } from './fileArray.ts';
import { matlabOf, rowOrder } from './matlabOrder.ts';
import type { ExportedStream, ExportFormat, ExportLayout, ExportSource, Floats } from './source.ts';

/** Rows and columns that a file is about, without their Jacobian. */
export type Extent = Pick<ExportedStream, 'rows' | 'columns' | 'outputShape' | 'firstRow' | 'blocks'>;
/** What stands beside them. */
export type Beside = Pick<ExportSource, 'h' | 'input' | 'weights' | 'flattened' | 'about'> & { readonly stream: Extent };

export const floatsAs = (values: Floats): ElementType => (values instanceof Float64Array ? 'float64' : 'float32');

/** (n, i, j, c) of each row, from 0, row-major; for MATLAB (h, w, c, n) from 1, column-major, in its order of rows. */
function rowMap({ firstRow, rows, outputShape: [, H, W, C] }: Extent, format: ExportFormat, places: Int32Array): FileArray {
  const map = new Int32Array(4 * rows);
  for (let k = 0; k < rows; k++) {
    const r = firstRow + k;
    const position = Math.floor(r / C);
    const unit = [Math.floor(position / (H * W)), Math.floor(position / W) % H, position % W, r % C];
    if (format === 'npz') map.set(unit, 4 * k);
    else [unit[1], unit[2], unit[3], unit[0]].forEach((place, axis) => (map[axis * rows + places[k]] = place + 1));
  }
  return whole('rows', 'int32', [rows, 4], map);
}

/** (parameter, subscripts) of each column: from 0 with −1 where there is no such axis; for MATLAB from 1 with 0. */
function columnMap(source: Beside, format: ExportFormat): FileArray {
  const { stream } = source;
  const P = stream.columns;
  const map = new Int32Array(5 * P).fill(format === 'npz' ? -1 : 0);
  stream.blocks.forEach(({ parameter, shape, start, size }, b) => {
    const matlab = matlabOf(source, parameter, shape);
    for (let k = 0; k < size; k++) {
      if (format === 'npz') map.set([b, ...subscripts(k, shape)], 5 * (start + k));
      else [b, ...subscripts(k, matlab.shape.toReversed()).reverse()].forEach((place, axis) => (map[axis * P + start + k] = place + 1));
    }
  });
  return whole('columns', 'int32', [P, 5], map);
}

export function subscripts(index: number, shape: readonly number[]): number[] {
  const places: number[] = [];
  for (const extent of shape.toReversed()) {
    places.unshift(index % extent);
    index = Math.floor(index / extent);
  }
  return places.slice(-4);
}

function text(json: string, format: ExportFormat): FileArray {
  const bytes = new TextEncoder().encode(json);
  return format === 'npz' ? whole('about', 'uint8', [bytes.length], bytes) : whole('about', 'char', [1, bytes.length], bytes);
}

/** Reorders a row-major array. */
export function ordered(values: Floats, order: Int32Array): Floats {
  return values.map((_, at) => values[order[at]]);
}

export function aboutArrays(source: Beside, layout: ExportLayout | 'selection', format: ExportFormat, rowShape: readonly number[], places: Int32Array): FileArray[] {
  const { stream, h, input, weights, about } = source;
  const json = JSON.stringify({
    ...about, layout, rows: stream.rows, columns: stream.columns, outputShape: stream.outputShape, firstRow: stream.firstRow,
    parameters: stream.blocks.map(({ parameter, shape, start, size, structure }) => ({ parameter, shape, start, size, structure })),
  });
  const maps = [rowMap(stream, format, places), columnMap(source, format), text(json, format)];
  if (format === 'npz')
    return [
      whole('h', floatsAs(h), rowShape, h), ...maps, whole('input', floatsAs(input.data), input.shape, input.data),
      ...weights.map(({ name, shape, values }) => whole(`weights/${name}`, floatsAs(values), shape, values)),
    ];
  const [N, H, W, C] = input.shape;
  const moved = h.map(() => 0);
  h.forEach((value, k) => (moved[places[k]] = value));
  return [
    whole('h', floatsAs(h), rowShape, moved), ...maps,
    whole('input', floatsAs(input.data), [H, W, C, N], ordered(input.data, rowOrder(input.shape))),
    ...weights.map(({ name, shape, values }) => {
      const matlab = matlabOf(source, name, shape);
      return whole(`weights/${name}`, floatsAs(values), matlab.shape, ordered(values, matlab.order));
    }),
  ];
}
