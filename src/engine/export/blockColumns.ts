// Which columns the numbers of compact blocks belong to, as arrays beside them: a line for all rows, one for each channel,
// or one for each row. Pure.
import type { BlockInfo } from '../protocol.ts';
import type { FileArray } from './fileArray.ts';
import { matlabOf } from './matlabOrder.ts';
import type { ExportedJacobian, ExportFormat, ExportSource } from './source.ts';

/** A block's numbers in a row, and the array that says where they belong. */
export interface BlockColumns {
  readonly width: number;
  readonly columns: FileArray;
}

/** How wide the blocks are is known once the first part is there. Windows differ from row to row: theirs are written as the parts come. */
export async function blockColumns(source: ExportSource, format: ExportFormat): Promise<BlockColumns[]> {
  for await (const { jacobian } of source.stream) return Promise.all(source.stream.blocks.map((block) => columnsOf(source, block, jacobian, format)));
  return [];
}

async function columnsOf(source: ExportSource, block: BlockInfo, first: ExportedJacobian, format: ExportFormat): Promise<BlockColumns> {
  const { stream } = source;
  const { parameter, structure } = block;
  const { width, columns } = await first.compact(parameter);
  const lines = structure === 'window' ? stream.rows : columns.length / width;
  const written = format === 'npz' ? (line: Int32Array) => line : inMatlab(source, block);
  async function* chunks(): AsyncGenerator<Int32Array> {
    if (structure !== 'window') yield written(rolled(columns, width, stream.firstRow % lines));
    else for await (const { jacobian } of stream) yield written((await jacobian.compact(parameter)).columns);
  }
  return { width, columns: { name: `J/${parameter}/columns`, type: 'int32', shape: format === 'npz' ? [lines, width] : [width, lines], chunks } };
}

/** The lines begun with the first row's own, so that row r of the file has line r modulo their number. */
function rolled(columns: Int32Array, width: number, first: number): Int32Array {
  const turned = new Int32Array(columns.length);
  turned.set(columns.subarray(first * width));
  turned.set(columns.subarray(0, first * width), columns.length - first * width);
  return turned;
}

/** Columns counted from 1 in MATLAB's order; 0 where there is none. */
function inMatlab(source: ExportSource, { parameter, shape, size }: BlockInfo): (columns: Int32Array) => Int32Array {
  const places = new Int32Array(size);
  matlabOf(source, parameter, shape).order.forEach((place, at) => (places[place] = at + 1));
  return (columns) => columns.map((column) => (column < 0 ? 0 : places[column]));
}
