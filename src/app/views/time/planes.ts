// A parameter array's part of a row as one small picture: its taps, weights or pixels side by side, a plane an input channel. Pure.
import type { BlockInfo, EntryLines, LayerInfo, Row } from '../../../engine/protocol.ts';
import { positionOf } from '../../formula/parameter.ts';
import { kernelShape } from '../../network/kernelShape.ts';
import { mapUnder } from '../../network/mapUnder.ts';
import { focusOf } from '../../row/useBlock.ts';

export interface Planes {
  rows: number;
  columns: number;
  /** Of each cell, row-major: which number of the array's entries it shows; −1: none. */
  entries: Int32Array;
  /** Position in the array of each cell; −1 beside the planes. */
  positions: Int32Array;
  /** What is seen: `kernel 3`, `weights into unit 5`, `input`. */
  name: string;
}

/** Planes of H × W, `count` of them, laid out near to a square; few stand under each other. */
function layout(count: number, H: number, W: number): { rows: number; columns: number; cell: (plane: number, i: number, j: number) => number } {
  const across = count <= 3 ? 1 : Math.ceil(Math.sqrt(count));
  const columns = across * W;
  return { rows: Math.ceil(count / across) * H, columns, cell: (plane, i, j) => (Math.floor(plane / across) * H + i) * columns + (plane % across) * W + j };
}

export interface Where {
  rows: number;
  columns: number;
  name: string;
  /** The cell of a position in the array; −1: not in this picture. */
  cellOf: (position: number) => number;
}

type MapShape = readonly [number, number, number];

/** Cells in a line of a vector. */
const vectorLine = 16;

/** Where an array's numbers lie in one picture; `focus` says which output channel or unit is shown of a kernel or of weights. */
export function whereOf({ parameter, layer, shape }: Pick<BlockInfo, 'parameter' | 'layer' | 'shape'>, focus: (outputs: number) => number, layers: readonly LayerInfo[], picture: MapShape): Where {
  if (parameter === 'input') {
    const [H, W, C] = picture;
    const { rows, columns, cell } = layout(C, H, W);
    return { rows, columns, name: 'the input', cellOf: (p) => (p < H * W * C ? cell(p % C, Math.floor(p / (W * C)), Math.floor(p / C) % W) : -1) };
  }
  if (shape.length === 4) {
    const [kh, kw, cin, cout] = kernelShape(shape, parameter);
    const channel = focus(cout);
    const { rows, columns, cell } = layout(cin, kh, kw);
    return {
      rows, columns, name: `kernel ${channel}`,
      cellOf: (p) => {
        const [a, b, ci, co] = positionOf([kh, kw, cin, cout], p);
        return co === channel ? cell(ci, a, b) : -1;
      },
    };
  }
  if (shape.length !== 2) {
    const count = shape.reduce((product, extent) => product * extent, 1);
    const columns = Math.min(count, vectorLine);
    return { rows: Math.ceil(count / columns), columns, name: '', cellOf: (p) => p };
  }
  const [inputs, units] = shape;
  const unit = focus(units);
  const [H, W, C] = mapUnder(layers, layer, inputs, picture) ?? [1, 1, inputs];
  const { rows, columns, cell } = layout(C, H, W);
  return { rows, columns, name: `weights into unit ${unit}`, cellOf: (p) => (p % units === unit ? cell(Math.floor(p / units) % C, Math.floor(p / units / (W * C)), Math.floor(p / units / C) % W) : -1) };
}

/** Null for vectors, which the heat map shows, and where the entries are too many to be known one by one. */
export function planesOf(block: BlockInfo, { positions }: Pick<EntryLines, 'positions'>, row: Row, layers: readonly LayerInfo[], picture: readonly [number, number, number]): Planes | null {
  if (!positions || (block.parameter !== 'input' && block.shape.length !== 4 && block.shape.length !== 2)) return null;
  const values = row.values.subarray(block.start, block.start + block.size);
  const where = whereOf(block, (outputs) => focusOf(block, outputs, values, row.index, null), layers, picture);
  const entries = new Int32Array(where.rows * where.columns).fill(-1);
  const at = new Int32Array(where.rows * where.columns).fill(-1);
  for (let p = 0; p < block.size; p++) {
    const cell = where.cellOf(p);
    if (cell >= 0) at[cell] = p;
  }
  positions.forEach((position, k) => {
    const cell = where.cellOf(position);
    if (cell >= 0) entries[cell] = k;
  });
  return { rows: where.rows, columns: where.columns, entries, positions: at, name: where.name };
}
