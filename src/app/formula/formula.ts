// The chain rule of one number of J, written out: which factors, and their values for this unit. No React here.
import type { BlockInfo, ChainFactor, Exploration, Row } from '../../engine/protocol.ts';
import { feels, placeOf } from './parameter.ts';

/** One factor of the product. `parts` are what it is made of, when there is more to say than its value. */
export type Factor =
  | { kind: 'mask'; layer: string; function: string; input: number; value: number }
  | { kind: 'scale'; layer: string; gamma: number; sigma: number; value: number }
  | { kind: 'normalised'; layer: string; input: number; mean: number; sigma: number; value: number }
  /** What the kernel's number is multiplied with; `pixel` is where on the input, null for a deeper convolution. */
  | { kind: 'multiplied'; layer: string; pixel: { y: number; x: number } | null; words: string; value: number }
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
  /** Why there are no factors: the channel that owns the parameter. */
  foreign: number | null;
  /** Product of the factors; 0 when foreign. */
  product: number;
  /** What the engine computed: Row.values at this column. */
  value: number;
}

/** What a formula needs of an exploration. */
export type Explained = Pick<Exploration, 'layer' | 'blocks' | 'parameters' | 'convolution'> & { digit: Pick<Exploration['digit'], 'mean'> };

/** The factor a layer above the parameter contributes. */
function passedOn(factor: ChainFactor): Factor {
  return factor.kind === 'activation'
    ? { kind: 'mask', layer: factor.layer, function: factor.function, input: factor.input, value: factor.derivative }
    : { kind: 'scale', layer: factor.layer, gamma: factor.gamma, sigma: factor.sigma, value: factor.gamma / factor.sigma };
}

/** The number of the patch under one tap of the kernel, and where it comes from. */
function multiplied(row: Row, { convolution, digit }: Explained, block: BlockInfo, [a, b, c]: readonly number[]): Factor {
  const { size, channelsIn, input } = convolution!;
  const value = row.patch[(a * size[1] + b) * channelsIn + c];
  const inChannel = channelsIn > 1 ? `, ${input === 'input' ? 'channel' : 'map'} ${c}` : '';
  if (input !== 'input') return { kind: 'multiplied', layer: block.layer, pixel: null, words: `${input} under tap (${a}, ${b})${inChannel}`, value };
  const { top, left, height, width } = row.receptiveField;
  const spread = (field: number, taps: number) => (taps > 1 ? (field - 1) / (taps - 1) : 1);
  const pixel = { y: top + a * spread(height, size[0]), x: left + b * spread(width, size[1]) };
  const less = digit.mean.some((each) => each !== 0) ? ' less mean' : '';
  return { kind: 'multiplied', layer: block.layer, pixel, words: `pixel (${pixel.y}, ${pixel.x})${inChannel}${less}`, value };
}

/** What the parameter itself multiplies in its own layer: the patch, x̂, or nothing. */
function ownFactor(row: Row, explained: Explained, block: BlockInfo, position: readonly number[], own: ChainFactor | undefined): Factor {
  if (own?.kind === 'batchNorm' && block.parameter.endsWith('/gamma'))
    return { kind: 'normalised', layer: own.layer, input: own.input, mean: own.mean, sigma: own.sigma, value: own.normalised };
  if (block.parameter === explained.convolution?.kernel) return multiplied(row, explained, block, position);
  return { kind: 'one', layer: block.layer, value: 1 };
}

/**
 * J[r, p] as a product for the unit of `row` and column `index`: derivatives of the layers above the parameter's own
 * (activation, γ/σ), times what the parameter multiplies there (the patch, x̂ or 1). Null when there is no such column, or
 * when the parameter lies below the convolution under the unit, so that its derivative is a sum over many paths.
 */
export function buildFormula(row: Row, explained: Explained, index: number): Formula | null {
  const { layer, blocks, parameters, convolution } = explained;
  const place = placeOf(blocks, index);
  if (!place || !convolution) return null;
  const { block, offset, position } = place;
  const level = row.chain.findIndex((factor) => factor.layer === block.layer && factor.kind === 'batchNorm');
  if (level < 0 && block.parameter !== convolution.kernel && block.parameter !== convolution.bias) return null;
  const foreign = feels(block, offset, row.index) ? null : offset % block.channels;
  const above = level < 0 ? row.chain : row.chain.slice(0, level);
  const factors = foreign === null ? [...above.map(passedOn), ownFactor(row, explained, block, position, row.chain[level])] : [];
  const product = foreign === null ? factors.reduce((value, factor) => value * factor.value, 1) : 0;
  return { of: layer.name, block, position, parameter: parameters[index], factors, foreign, product, value: row.values[index] };
}
