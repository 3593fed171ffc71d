// The dense matrix on a device, in one buffer or, where that would be too large, in several: a clear and a scatter, or written whole.
import denseGather from '../gpu/kernels/dense_gather.wgsl?raw';
import denseScatter from '../gpu/kernels/dense_scatter.wgsl?raw';
import { Arena, megabytes } from '../gpu/arena.ts';
import { tilesOf } from '../gpu/tiles.ts';
import { readFloats } from '../gpu/readback.ts';
import type { Dispatch } from '../gpu/compute.ts';
import type { Block } from './blocks.ts';
import { checkRows } from './checks.ts';
import type { DeviceRows, RowsJob } from './deviceRows.ts';
import type { DenseMatrix, DenseRows } from './jacobian.ts';

/** How rows of the matrix are shared out among buffers. @throws when not even one row fits. */
function rowsPerBuffer(rows: number, columns: number, largest: number): number {
  const bytes = 4 * columns;
  if (bytes > largest) throw new Error(`dense Jacobian: ${megabytes(bytes)} a row where one buffer may take ${megabytes(largest)}; read blocks, or ask for fewer parameters`);
  return Math.min(rows, Math.floor(largest / bytes));
}

/** Rows of which a thread of dense_gather.wgsl makes one column. */
const GATHERED_ROWS = 8;

/** What one block puts into a dense buffer. */
function denseDispatch(rows: DeviceRows, block: Block, from: GPUBuffer, to: GPUBuffer, whole: boolean): Dispatch {
  const constants = { COLUMNS: rows.parts.columns };
  if (whole) return { ...rows.kernel(denseGather, block, constants, [from, to]), threads: (_first, many) => Math.ceil(many / GATHERED_ROWS) * block.size };
  return { ...rows.kernel(denseScatter, block, constants, [from, to]), threads: (_first, many) => many * Math.ceil(block.width / 32) };
}

/** Kernels that a dense matrix will take, for compiling ahead: of a Jacobian whose buffers there are not yet. */
export function denseKernels(rows: DeviceRows, blocks: readonly Block[]): Dispatch[] {
  const [{ buffer }] = rows.parts.slabs;
  return blocks.map((block) => denseDispatch(rows, block, buffer, buffer, tilesOf(rows.device).coalesces));
}

/** Submits the matrix without waiting for it. `spent` is to be released once the queue has gone past it. */
export async function submitDense(rows: DeviceRows, blocks: readonly Block[]): Promise<{ matrix: DenseMatrix; spent: Arena }> {
  const { device, parts } = rows;
  const { rows: R, columns, slabs } = parts;
  const held = rowsPerBuffer(R, columns, parts.largestBuffer);
  const whole = tilesOf(device).coalesces;
  const arena = new Arena(device);
  try {
    const buffers: DenseRows[] = [];
    for (let firstRow = 0; firstRow < R; firstRow += held) {
      const count = Math.min(held, R - firstRow);
      buffers.push({ firstRow, rows: count, buffer: whole ? arena.scratch(count * columns, 'dense Jacobian') : arena.zeros(count * columns, 'dense Jacobian') });
    }
    const jobs = slabs.flatMap((slab) => buffers.flatMap(({ firstRow, rows: count, buffer }): RowsJob[] => {
      const first = Math.max(slab.first, firstRow);
      const end = Math.min(slab.first + slab.count, firstRow + count);
      if (first >= end) return [];
      const dispatches = blocks.map((block) => denseDispatch(rows, block, slab.buffer, buffer, whole));
      return [{ slab, first, count: end - first, from: firstRow, dispatches }];
    }));
    const spent = await rows.submit(arena, jobs);
    return { matrix: matrixOf(device, R, columns, buffers, () => arena.release()), spent };
  } catch (error) {
    arena.release();
    throw error;
  }
}

/** @param dispose called once. */
export function matrixOf(device: GPUDevice, rows: number, columns: number, buffers: readonly DenseRows[], dispose: () => void): DenseMatrix {
  let held = true;
  const readRows = async (first: number, count: number): Promise<Float32Array> => {
    if (!held) throw new Error('dense Jacobian: it has been disposed of; make it again');
    checkRows(first, count, rows);
    const numbers = new Float32Array(count * columns);
    for (const part of buffers) {
      const [from, end] = [Math.max(first, part.firstRow), Math.min(first + count, part.firstRow + part.rows)];
      if (from >= end) continue;
      const read = await readFloats(device, part.buffer, (from - part.firstRow) * columns, (end - from) * columns);
      if (read.length === numbers.length) return read;
      numbers.set(read, (from - first) * columns);
    }
    return numbers;
  };
  return {
    rows, columns, buffers, readRows,
    buffer: buffers.length === 1 ? buffers[0].buffer : null,
    read: () => readRows(0, rows),
    dispose() {
      if (held) dispose();
      held = false;
    },
  };
}
