// The network of the question as a TensorFlow.js Sequential: conv1, bn1, relu1, flatten, fc2, softmax. Knows no training.
import { stream, uniform, type Rng } from '../data/random.ts';
import { tf, tfl } from './tensorflow.ts';

export interface DigitNetworkSpec {
  height: number;
  width: number;
  classes: number;
  filters: number;
  kernelSize: number;
  batchNormEpsilon: number;
}

/** The layers, unbuilt weights zero (gamma and the moving variance 1). Weights are named `conv1/kernel` and so on. */
export function buildDigitNetwork(spec: DigitNetworkSpec): tfl.Sequential {
  const { conv2d, batchNormalization, reLU, flatten, dense, activation } = tfl.layers;
  return tfl.sequential({
    layers: [
      conv2d({
        name: 'conv1',
        inputShape: [spec.height, spec.width, 1],
        filters: spec.filters,
        kernelSize: spec.kernelSize,
        padding: 'valid',
        kernelInitializer: 'zeros',
      }),
      batchNormalization({ name: 'bn1', epsilon: spec.batchNormEpsilon }),
      reLU({ name: 'relu1' }),
      flatten({ name: 'flatten' }),
      dense({ name: 'fc2', units: spec.classes, kernelInitializer: 'zeros' }),
      activation({ name: 'softmax', activation: 'softmax' }),
    ],
  });
}

/**
 * Fresh weights: Glorot-uniform kernels, U(−a, a) with a = √(6 / (fan in + fan out)); biases, gamma and beta stay as built.
 * Drawn on the host, so that a seed means the same weights on every backend.
 */
export function drawWeights(model: tfl.LayersModel, seed: number): void {
  const rng = stream(seed, 'weights');
  for (const weight of model.trainableWeights) {
    if (!isKernel(weight.originalName)) continue;
    const shape = weight.shape as number[];
    tf.tidy(() => void weight.write(tf.tensor(glorotUniform(shape, rng), shape)));
  }
}

/** True for the parameters that weight decay acts on. */
export function isKernel(parameter: string): boolean {
  return parameter.endsWith('/kernel');
}

function glorotUniform(shape: readonly number[], rng: Rng): Float32Array {
  const taps = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const [fanIn, fanOut] = [taps * shape[shape.length - 2], taps * shape[shape.length - 1]];
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return Float32Array.from({ length: fanIn * shape[shape.length - 1] }, () => uniform(rng, -limit, limit));
}
