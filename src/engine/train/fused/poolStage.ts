// A MaxPooling2D layer as one operation on TensorFlow.js's tape.
import { tf, type tfl } from '../../model/tensorflow.ts';
import type { Workbench, Rehearsal, Shaped } from './workbench.ts';
import { pairOf } from './blockStage.ts';
import { geometryOf } from './geometry.ts';
import { configOf } from './match.ts';
import { MaxPool } from './maxPool.ts';
import type { FusedStage } from './stage.ts';
import { TensorWorkbench, type TensorDevice } from './tensorWorkbench.ts';

export class PoolStage implements FusedStage {
  readonly layers: readonly tfl.layers.Layer[];

  constructor(private readonly layer: tfl.layers.Layer) {
    this.layers = [layer];
  }

  train(device: TensorDevice, x: tf.Tensor): tf.Tensor {
    const pool = this.#pool(x.shape);
    const images = x.shape[0];
    const op = tf.customGrad((given, save) => {
      const bench = new TensorWorkbench(device, images);
      const { y, winners } = pool.forward(bench, images, given as tf.Tensor);
      bench.record();
      (save as (tensors: tf.Tensor[]) => void)([winners]);
      const gradFunc = (cotangent: tf.Tensor, saved: tf.Tensor[]) => {
        const back = new TensorWorkbench(device, images);
        const pulled = pool.pull(back, x, saved[0], cotangent);
        back.record();
        return pulled;
      };
      return { value: y, gradFunc };
    });
    return op(x);
  }

  rehearse(rehearsal: Rehearsal, x: Shaped, needsInput: boolean): Shaped {
    const pool = this.#pool(x.shape);
    const { y, winners } = pool.forward<Shaped>(rehearsal, x.shape[0], x);
    if (needsInput) pool.pull<Shaped>(rehearsal, x, winners, y);
    return y;
  }

  infer<T extends Shaped>(bench: Workbench<T>, x: T): T {
    return this.#pool(x.shape).forward(bench, x.shape[0], x).y;
  }

  #pool(shape: readonly number[]): MaxPool {
    const { poolSize, strides, padding } = configOf(this.layer);
    const steps = { kernel: pairOf(poolSize), strides: pairOf(strides ?? poolSize), dilation: [1, 1], padding: padding as 'valid' | 'same' } as const;
    return new MaxPool(geometryOf(steps, [shape[1], shape[2], shape[3]], shape[3]));
  }
}
