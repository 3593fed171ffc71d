// What of a row is zero by what the network is, and what of it is only the rounding of that zero. Pure.
import type { BlockInfo, Exploration, Row } from '../../engine/protocol.ts';
import { letterOf } from '../formula/parameter.ts';

/** Against the largest number: far above the rounding of float64, far below any derivative beside it. */
const LEFT = 1e-11;

/** True where numbers are not all zero, yet only rounding against `largest`. With stored statistics nothing is summed to zero. */
export function isRounding({ batchNorm }: Pick<Exploration, 'batchNorm'>, values: ArrayLike<number>, largest: number): boolean {
  if (batchNorm !== 'batch') return false;
  const most = mostOf(values);
  return most > 0 && most <= LEFT * largest;
}

/** Why a bias is not felt with batch statistics, where it is not; null for all else. */
export function whyUnfelt(exploration: Pick<Exploration, 'batchNorm' | 'blocks'>, row: Pick<Row, 'values' | 'blockNorms'>, block: BlockInfo): string | null {
  if (exploration.batchNorm !== 'batch' || letterOf(block.parameter) !== 'b') return null;
  const part = row.values.subarray(block.start, block.start + block.size);
  const rounding = isRounding(exploration, part, mostOf(row.values));
  // A unit that is off feels the layer's kernel as little: then batch statistics are not the reason.
  const layerFelt = exploration.blocks.some((other, k) => other.layer === block.layer && other !== block && row.blockNorms[k] > 0);
  if (!layerFelt || (!rounding && mostOf(part) > 0)) return null;
  return `${block.parameter} is not felt: what it adds to a whole map, batch statistics take away again with the mean.${rounding ? ' Its derivative is exactly zero; what is not zero here is rounding.' : ''}`;
}

function mostOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
}
