// One or more layers of a network in training: TensorFlow.js's own, or fused. Knows no network.
import type { tf, tfl } from '../../model/tensorflow.ts';
import type { Workbench, Rehearsal, Shaped } from './workbench.ts';
import type { TensorDevice } from './tensorWorkbench.ts';
import type { Tiles } from '../../gpu/tiles.ts';

/** Layers that one operation stands for. */
export interface FusedStage {
  readonly layers: readonly tfl.layers.Layer[];
  /** On the tape; running statistics are moved. `needsInput`: somebody reads the gradient of `x`. */
  train(device: TensorDevice, x: tf.Tensor, needsInput: boolean): tf.Tensor;
  /** All that `train` and its pull-back will run, and the shape of its output. */
  rehearse(rehearsal: Rehearsal, x: Shaped, needsInput: boolean, tiles: Tiles): Shaped;
  /** The output of `until`, one of the layers, in inference; null where it is not to be had by itself. */
  infer<T extends Shaped>(bench: Workbench<T>, x: T, weight: (of: tfl.LayerVariable) => T, until: tfl.layers.Layer, tiles: Tiles, planned: number): T | null;
}

/** The layers one by one, as TensorFlow.js does them. */
export function trainStock(layers: readonly tfl.layers.Layer[], x: tf.Tensor): tf.Tensor {
  return layers.reduce((output, layer) => layer.apply(output, { training: true }) as tf.Tensor, x);
}
