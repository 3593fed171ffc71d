// Between the orders in which numbers come (maps [H, W, C], kernels [kh, kw, cin, cout]) and the panel-major order of
// the pictures (panel, row, column).
import type { Cell } from './panels.ts';

export type KernelShape = readonly [number, number, number, number];

/** [H, W, C] → [C, H, W]: one panel a channel; with a range, those of `count` channels from `first` on. */
export function mapsToPanels(values: ArrayLike<number>, [H, W, C]: readonly [number, number, number], first = 0, count = C): Float32Array {
  const out = new Float32Array(H * W * count);
  for (let c = 0; c < count; c++) {
    for (let k = 0; k < H * W; k++) out[c * H * W + k] = values[k * C + first + c];
  }
  return out;
}

/** Position in a row-major [kh, kw, cin, cout] kernel. */
export function kernelIndex([, kw, cin, cout]: KernelShape, a: number, b: number, ci: number, co: number): number {
  return ((a * kw + b) * cin + ci) * cout + co;
}

/** Where a position in the kernel lies: tap row and column, input and output channel. */
export function kernelPosition([, kw, cin, cout]: KernelShape, index: number): [a: number, b: number, ci: number, co: number] {
  const tap = Math.floor(index / (cin * cout));
  return [Math.floor(tap / kw), tap % kw, Math.floor(index / cout) % cin, index % cout];
}

/** One panel an output channel, its input channels stacked: [cout, cin·kh, kw]. */
export function filterCell(shape: KernelShape, index: number): Cell {
  const [a, b, ci, co] = kernelPosition(shape, index);
  return { panel: co, row: ci * shape[0] + a, column: b };
}

export function filterIndex(shape: KernelShape, cell: Cell): number {
  const [kh] = shape;
  return kernelIndex(shape, cell.row % kh, cell.column, Math.floor(cell.row / kh), cell.panel);
}

/** One panel an input channel, of one output channel's kernel: [cin, kh, kw]. */
export function sliceCell(shape: KernelShape, index: number): Cell {
  const [a, b, ci] = kernelPosition(shape, index);
  return { panel: ci, row: a, column: b };
}

export function sliceIndex(shape: KernelShape, channel: number, cell: Cell): number {
  return kernelIndex(shape, cell.row, cell.column, cell.panel, channel);
}

/** The numbers of a kernel in the order of panels, whatever `index` says a cell is. */
export function gather(
  values: ArrayLike<number>,
  panels: number,
  rows: number,
  columns: number,
  index: (cell: Cell) => number,
): Float32Array {
  const out = new Float32Array(panels * rows * columns);
  let k = 0;
  for (let panel = 0; panel < panels; panel++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) out[k++] = values[index({ panel, row, column })];
    }
  }
  return out;
}
