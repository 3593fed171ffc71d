// Columns of J and their names: where column p lies in its parameter, and back. It knows only the blocks.
import type { BlockInfo } from '../../engine/protocol.ts';

export interface ParameterPlace {
  block: BlockInfo;
  /** Index into the block, row-major. */
  offset: number;
  /** The same as one index per axis, e.g. [2, 3, 0, 7]. */
  position: number[];
}

/** Row-major position of `offset` in an array of `shape`. */
export function positionOf(shape: readonly number[], offset: number): number[] {
  const position = shape.map(() => 0);
  let rest = offset;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    position[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return position;
}

/** Where column `index` of θ lies, or null when there is no such column. */
export function placeOf(blocks: readonly BlockInfo[], index: number): ParameterPlace | null {
  const block = blocks.find(({ start, size }) => index >= start && index < start + size);
  if (!block) return null;
  const offset = index - block.start;
  return { block, offset, position: positionOf(block.shape, offset) };
}

/** `conv1/kernel[2,3,0,7]` of a column, or null. */
export function parameterName(blocks: readonly BlockInfo[], index: number): string | null {
  const place = placeOf(blocks, index);
  return place && `${place.block.parameter}[${place.position.join(',')}]`;
}

/** The column that `conv1/kernel[2,3,0,7]` names, or null when these blocks have none such. */
export function parameterIndex(blocks: readonly BlockInfo[], name: string): number | null {
  const match = /^(.+)\[(\d+(?:,\d+)*)\]$/.exec(name);
  const block = match && blocks.find(({ parameter }) => parameter === match[1]);
  if (!match || !block) return null;
  const position = match[2].split(',').map(Number);
  if (position.length !== block.shape.length || position.some((at, axis) => at >= block.shape[axis])) return null;
  return block.start + position.reduce((offset, at, axis) => offset * block.shape[axis] + at, 0);
}

const letters: Record<string, string> = { kernel: 'w', depthwise_kernel: 'w', pointwise_kernel: 'w', bias: 'b', gamma: 'γ', beta: 'β', alpha: 'α', input: 'x' };

/** The letter that formulas use for `conv1/kernel` and the like: w, b, γ or β. */
export function letterOf(parameter: string): string {
  return letters[parameter.split('/').pop()!] ?? 'θ';
}

/** True when row `index` of J can differ from zero at `offset` of a block: its own channel's column, or a block that every row feels. */
export function feels(block: BlockInfo, offset: number, index: number): boolean {
  return block.structure !== 'channel' || offset % block.channels === index % block.channels;
}
