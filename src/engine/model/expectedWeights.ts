// Which weights a stored layer needs, and of which shapes, from its settings and its input alone. Knows no numbers.
import { type LayerDescription, pair } from './lowerLayer.ts';

/** A layer's settings, and one image of its input: [H, W, C], or [F]. */
export interface Sized extends Pick<LayerDescription, 'className' | 'name' | 'config'> {
  readonly input: readonly number[];
}

type Shapes = readonly (readonly [name: string, shape: readonly number[]])[];

const channelsOf = ({ input }: Sized) => input[input.length - 1];

const kernelOf = (layer: Sized) => pair(layer, 'kernel size', layer.config.kernelSize, null);

function count({ name, config }: Sized, key: string, noun: string, fallback?: number): number {
  const value = config[key] ?? fallback ?? null;
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw new Error(`${noun} of ${name}: ${JSON.stringify(value)} is not supported; use a positive whole number`);
  return value as number;
}

const biasOf = ({ config }: Sized, size: number): Shapes => (config.useBias === false ? [] : [['bias', [size]]]);

function conv2d(layer: Sized): Shapes {
  const filters = count(layer, 'filters', 'filters');
  return [['kernel', [...kernelOf(layer), channelsOf(layer), filters]], ...biasOf(layer, filters)];
}

function depthwiseConv2d(layer: Sized): Shapes {
  const [channels, multiplier] = [channelsOf(layer), count(layer, 'depthMultiplier', 'depth multiplier', 1)];
  return [['depthwise_kernel', [...kernelOf(layer), channels, multiplier]], ...biasOf(layer, channels * multiplier)];
}

function separableConv2d(layer: Sized): Shapes {
  const [channels, multiplier, filters] = [channelsOf(layer), count(layer, 'depthMultiplier', 'depth multiplier', 1), count(layer, 'filters', 'filters')];
  return [
    ['depthwise_kernel', [...kernelOf(layer), channels, multiplier]],
    ['pointwise_kernel', [1, 1, channels * multiplier, filters]],
    ...biasOf(layer, filters),
  ];
}

function dense(layer: Sized): Shapes {
  const units = count(layer, 'units', 'units');
  return [['kernel', [channelsOf(layer), units]], ...biasOf(layer, units)];
}

function batchNormalization(layer: Sized): Shapes {
  const names = [...(layer.config.scale === false ? [] : ['gamma']), ...(layer.config.center === false ? [] : ['beta']), 'moving_mean', 'moving_variance'];
  return names.map((name) => [name, [channelsOf(layer)]]);
}

/** Shared axes are counted from 1, as the images' own axis is 0. */
function prelu({ config, input }: Sized): Shapes {
  const shared: readonly unknown[] = [config.sharedAxes ?? []].flat();
  return [['alpha', input.map((extent, axis) => (shared.includes(axis + 1) ? 1 : extent))]];
}

const WEIGHTS: ReadonlyMap<string, (layer: Sized) => Shapes> = new Map([
  ['Conv2D', conv2d],
  ['DepthwiseConv2D', depthwiseConv2d],
  ['SeparableConv2D', separableConv2d],
  ['Dense', dense],
  ['BatchNormalization', batchNormalization],
  ['PReLU', prelu],
]);

/** Shapes by the weights' own names (`kernel`), in TensorFlow's layout. @throws when a size is not a positive whole number. */
export function expectedWeights(layer: Sized): ReadonlyMap<string, readonly number[]> {
  return new Map(WEIGHTS.get(layer.className)?.(layer) ?? []);
}
