// Mean softmax cross-entropy of a batch as one operation on TensorFlow.js's tape. Knows no layer.
import crossEntropy from '../../gpu/kernels/train_cross_entropy.wgsl?raw';
import crossEntropyPull from '../../gpu/kernels/train_cross_entropy_pull.wgsl?raw';
import { tf } from '../../model/tensorflow.ts';
import type { Workbench, Shaped } from './workbench.ts';
import { sumKernel } from './sumKernels.ts';
import { TensorWorkbench, type TensorDevice } from './tensorWorkbench.ts';

export function lossOf<T extends Shaped>(bench: Workbench<T>, logits: T, labels: T): T {
  const [images, classes] = logits.shape;
  const losses = bench.make([images]);
  bench.run({ source: crossEntropy, constants: { CLASSES: classes }, threads: (_first, count) => count }, [logits, labels, losses]);
  const loss = bench.make([]);
  bench.run(sumKernel({ numbers: 1, stripes: 0 }), [losses, losses, losses, loss]);
  return loss;
}

export function pullLoss<T extends Shaped>(bench: Workbench<T>, logits: T, labels: T, cotangent: T): T {
  const pulled = bench.make(logits.shape);
  bench.run({ source: crossEntropyPull, constants: { CLASSES: logits.shape[1] }, threads: (_first, count) => count }, [cotangent, logits, labels, pulled]);
  return pulled;
}

/** `labels`: [N] int32. */
export function crossEntropyOp(device: TensorDevice, logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const images = logits.shape[0];
  const op = tf.customGrad((given, save) => {
    const bench = new TensorWorkbench(device, images);
    const value = lossOf(bench, given as tf.Tensor, labels as tf.Tensor);
    bench.record();
    (save as (tensors: tf.Tensor[]) => void)([given as tf.Tensor, labels]);
    const gradFunc = (cotangent: tf.Tensor, saved: tf.Tensor[]) => {
      const back = new TensorWorkbench(device, images);
      const pulled = pullLoss(back, saved[0], saved[1], cotangent);
      back.record();
      return pulled;
    };
    return { value, gradFunc };
  });
  return op(logits) as tf.Scalar;
}
