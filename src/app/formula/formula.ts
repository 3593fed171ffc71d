// The chain rule of one number of J, written out: which factors, and their values for this unit. No React here.
import type { BlockInfo, ChainFactor, Row } from '../../engine/protocol.ts';
import { feels, placeOf } from './parameter.ts';

/** One factor of the product. `parts` are what it is made of, when there is more to say than its value. */
export type Factor =
  | { kind: 'mask'; layer: string; function: string; input: number; value: number }
  | { kind: 'scale'; layer: string; gamma: number; sigma: number; value: number }
  | { kind: 'normalised'; layer: string; input: number; mean: number; sigma: number; value: number }
  | { kind: 'pixel'; layer: string; y: number; x: number; value: number }
  | { kind: 'one'; layer: string; value: 1 };

export interface Formula {
  /** The layer that is differentiated, and the parameter: its block and where in it. */
  of: string;
  block: BlockInfo;
  position: readonly number[];
  /** θ_p itself. */
  parameter: number;
  /** Empty when another channel owns the parameter. */
  factors: readonly Factor[];
  /** Why there are no factors. */
  foreign: boolean;
  /** Product of the factors; 0 when foreign. */
  product: number;
  /** What the engine computed: Row.values at this column. */
  value: number;
}

/** The factor a layer above the parameter contributes. */
function passedOn(factor: ChainFactor): Factor {
  return factor.kind === 'activation'
    ? { kind: 'mask', layer: factor.layer, function: factor.function, input: factor.input, value: factor.derivative }
    : { kind: 'scale', layer: factor.layer, gamma: factor.gamma, sigma: factor.sigma, value: factor.gamma / factor.sigma };
}

/** What the parameter itself multiplies in its own layer: a pixel, x̂, or nothing. */
function ownFactor(row: Row, block: BlockInfo, position: readonly number[], own: ChainFactor | undefined): Factor {
  if (own?.kind === 'batchNorm' && block.parameter.endsWith('/gamma'))
    return { kind: 'normalised', layer: own.layer, input: own.input, mean: own.mean, sigma: own.sigma, value: own.normalised };
  if (block.shape.length === 4) {
    const [height, width, channels] = block.shape;
    const [a, b, c] = position;
    const spread = (field: number, taps: number) => (taps > 1 ? (field - 1) / (taps - 1) : 1);
    const y = row.receptiveField.top + a * spread(row.receptiveField.height, height);
    const x = row.receptiveField.left + b * spread(row.receptiveField.width, width);
    return { kind: 'pixel', layer: block.layer, y, x, value: row.patch[(a * width + b) * channels + c] };
  }
  return { kind: 'one', layer: block.layer, value: 1 };
}

/**
 * J[r, p] as a product for the unit of `row` and column `index`: derivatives of the layers above the parameter's own
 * (activation, γ/σ), times what the parameter multiplies there (pixel, x̂ or 1). Null when there is no such column.
 */
export function buildFormula(row: Row, of: string, blocks: readonly BlockInfo[], parameters: Float32Array, index: number): Formula | null {
  const place = placeOf(blocks, index);
  if (!place) return null;
  const { block, position } = place;
  const foreign = !feels(block, position, row.unit.c);
  const level = row.chain.findIndex((factor) => factor.layer === block.layer && factor.kind === 'batchNorm');
  const above = level < 0 ? row.chain : row.chain.slice(0, level);
  const factors = foreign ? [] : [...above.map(passedOn), ownFactor(row, block, position, row.chain[level])];
  const product = foreign ? 0 : factors.reduce((value, factor) => value * factor.value, 1);
  return { of, block, position, parameter: parameters[index], factors, foreign, product, value: row.values[index] };
}
