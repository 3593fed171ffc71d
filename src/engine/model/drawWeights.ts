// Fresh weights for any network, from a seed. Knows no layers but by the names and shapes of their weights.
import { stream, uniform, type Rng } from '../data/random.ts';
import { tf, type tfl } from './tensorflow.ts';

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
