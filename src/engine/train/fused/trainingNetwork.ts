// A network in training, layer by layer: fused operations where the device is WebGPU and the layers have one, TensorFlow.js's own
// elsewhere. Knows no optimizer and no batch norm's momentum.
import { tf, type tfl } from '../../model/tensorflow.ts';
import type { Rehearsal, Shaped } from './workbench.ts';
import { BlockStage } from './blockStage.ts';
import { crossEntropyOp, lossOf, pullLoss } from './crossEntropyOp.ts';
import { isMaxPool, matchBlock } from './match.ts';
import { PoolStage } from './poolStage.ts';
import { type FusedStage, trainStock } from './stage.ts';
import { TensorDevice } from './tensorWorkbench.ts';

interface Placed {
  readonly layers: readonly tfl.layers.Layer[];
  /** Null: TensorFlow.js's own. */
  readonly fused: FusedStage | null;
  /** Something below is trained, so somebody reads the gradient of what goes in. */
  readonly needsInput: boolean;
}

/** `layers` in order, fused where they can be. */
export function stagesOf(layers: readonly tfl.layers.Layer[]): Placed[] {
  const stages: Placed[] = [];
  let needsInput = false;
  for (let at = 0; at < layers.length; ) {
    const fused = fusedAt(layers, at);
    const taken = fused ? fused.layers : [layers[at]];
    stages.push({ layers: taken, fused, needsInput });
    needsInput ||= taken.some((layer) => layer.trainableWeights.length > 0);
    at += taken.length;
  }
  return stages;
}

function fusedAt(layers: readonly tfl.layers.Layer[], at: number): FusedStage | null {
  const block = matchBlock(layers, at);
  if (block) return new BlockStage(block);
  return isMaxPool(layers[at]) ? new PoolStage(layers[at]) : null;
}

export class TrainingNetwork {
  readonly #stages: readonly Placed[];

  /** Up to the last layer but one: a softmax follows. `fuses` false: TensorFlow.js's own everywhere, to compare with. */
  constructor(
    private readonly model: tfl.LayersModel,
    private readonly fuses = true,
  ) {
    this.#stages = stagesOf(model.layers.slice(0, -1));
  }

  /** The logits, with the batch's own statistics in every batch norm, whose running statistics move. On the tape. */
  logits(images: tf.Tensor): tf.Tensor2D {
    const device = this.#device;
    let output = images;
    for (const { layers, fused, needsInput } of this.#stages) output = device && fused ? fused.train(device, output, needsInput) : trainStock(layers, output);
    return output as tf.Tensor2D;
  }

  /** Mean softmax cross-entropy; `labels` [N] int32. On the tape. */
  loss(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
    const device = this.#device;
    return device ? crossEntropyOp(device, logits, labels) : stockCrossEntropy(logits, labels);
  }

  /** Runs nothing, and notes every kernel of a step with so many images. */
  rehearse(rehearsal: Rehearsal, images: number): void {
    const device = this.#device;
    if (!device) return;
    let x: Shaped = { shape: [images, ...(this.model.inputs[0].shape.slice(1) as number[])] };
    for (const { layers, fused, needsInput } of this.#stages) x = fused ? fused.rehearse(rehearsal, x, needsInput, device.tiles) : stockShape(layers, x);
    const labels = { shape: [images] };
    pullLoss(rehearsal, x, labels, lossOf(rehearsal, x, labels));
  }

  /** True when steps need pipelines that have to be compiled before. */
  get fused(): boolean {
    return this.#device !== null;
  }

  get #device(): TensorDevice | null {
    return this.fuses ? TensorDevice.current() : null;
  }
}

export function stockShape(layers: readonly tfl.layers.Layer[], x: Shaped): Shaped {
  return { shape: layers.reduce((shape, layer) => layer.computeOutputShape(shape) as number[], x.shape.slice()) };
}

/** From log-softmax, whose gradient is softmax − label without a division. */
function stockCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const wanted = tf.oneHot(labels, logits.shape[1]);
  return tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), -1)));
}
