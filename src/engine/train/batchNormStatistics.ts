// Batch norm's running statistics: debiased while training, the whole training set's at the end. Knows no optimizer.
import { tf, type tfl } from '../model/tensorflow.ts';
import { ChannelMoments } from './channelMoments.ts';
import type { ImageChunk } from './runData.ts';

/** Outputs of one layer for some images in inference mode, [N, H, W, C] row-major. */
export type Forward = (images: ImageChunk, of: string) => Promise<{ data: ArrayLike<number>; shape: readonly number[] }>;

/**
 * The momentum that makes the running value the bias-corrected exponential average of iterations 1 … t:
 * m(1 − mᵗ⁻¹)/(1 − mᵗ). At t = 1 it is 0: the batch's own statistics, with nothing left of the initial 0 and 1.
 */
export function debiasedMomentum(momentum: number, t: number): number {
  return (momentum * (1 - momentum ** (t - 1))) / (1 - momentum ** t);
}

/** Sets every batch norm's momentum for iteration `t`, counted from 1. */
export function setRunningMomentum(model: tfl.LayersModel, momentum: number, t: number): void {
  for (const layer of batchNorms(model)) layer.momentum = debiasedMomentum(momentum, t);
}

/**
 * Replaces every batch norm's mean and variance by those over all of `chunks`, from the first layer upwards, since each
 * changes what the next one sees. `between` runs after each chunk and may throw to end the work.
 */
export async function setPopulationStatistics(
  model: tfl.LayersModel,
  forward: Forward,
  chunks: () => Iterable<ImageChunk>,
  between: (done: number) => Promise<void> = async () => {},
): Promise<void> {
  let done = 0;
  for (const layer of batchNorms(model)) {
    let moments: ChannelMoments | null = null;
    for (const chunk of chunks()) {
      const { data, shape } = await inputOf(model, layer, forward, chunk);
      moments ??= new ChannelMoments(shape[shape.length - 1]);
      moments.add(data);
      await between(++done);
    }
    if (moments) writeStatistics(layer, moments);
  }
}

/** Of a weight's name, whether it is a batch norm's mean or variance. */
export function isRunningStatistic(name: string): boolean {
  return /\/moving_(mean|variance)$/.test(name);
}

/** How many batch norms `setPopulationStatistics` walks through. */
export function countBatchNorms(model: tfl.LayersModel): number {
  return batchNorms(model).length;
}

/** What TensorFlow.js keeps private of its batch norm. */
interface RunningBatchNorm extends tfl.layers.Layer {
  momentum: number;
  movingMean: tfl.LayerVariable;
  movingVariance: tfl.LayerVariable;
}

function batchNorms(model: tfl.LayersModel): RunningBatchNorm[] {
  return model.layers.filter((layer) => layer.getClassName() === 'BatchNormalization') as RunningBatchNorm[];
}

async function inputOf(model: tfl.LayersModel, layer: tfl.layers.Layer, forward: Forward, chunk: ImageChunk) {
  const below = model.layers[model.layers.indexOf(layer) - 1];
  const isInput = !below || below.getClassName() === 'InputLayer';
  return isInput ? { data: chunk.data, shape: chunk.shape } : forward(chunk, below.name);
}

function writeStatistics(layer: RunningBatchNorm, moments: ChannelMoments): void {
  tf.tidy(() => {
    layer.movingMean.write(tf.tensor1d(moments.mean()));
    layer.movingVariance.write(tf.tensor1d(moments.variance()));
  });
}
