// One row of the Jacobian by TensorFlow.js's own automatic differentiation, to check the engine against. In inference mode.
import { tf, type tfl } from './tensorflow.ts';

export interface Image {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [number, number, number, number];
}

/**
 * The gradient of entry `index` of layer `of` (flattened, of one image) by every trainable weight up to that layer:
 * by name (`conv1/kernel`), row-major.
 */
export async function tfGradientRow(model: tfl.Sequential, image: Image, of: string, index: number): Promise<Map<string, Float32Array>> {
  const layers = model.layers.slice(0, model.layers.findIndex((layer) => layer.name === of) + 1);
  if (layers.length === 0) throw new Error(`layer: ${of} is not in this model; choose one of ${model.layers.map((layer) => layer.name).join(', ')}`);
  const weights = layers.flatMap((layer) => layer.trainableWeights);
  const gradients = tf.tidy(() => {
    const input = tf.tensor4d(Float32Array.from(image.data), image.shape as [number, number, number, number]);
    const { grads } = tf.variableGrads(
      () => tf.reshape(tf.slice(tf.reshape(forward(layers, input), [-1]), [index], [1]), []) as tf.Scalar,
      weights.map((weight) => weight.read() as tf.Variable),
    );
    return weights.map((weight) => grads[(weight.read() as tf.Variable).name]);
  });
  try {
    const rows = await Promise.all(gradients.map((gradient) => gradient.data<'float32'>()));
    return new Map(weights.map((weight, k) => [weight.originalName, Float32Array.from(rows[k])]));
  } finally {
    tf.dispose(gradients);
  }
}

function forward(layers: readonly tfl.layers.Layer[], input: tf.Tensor): tf.Tensor {
  return layers.reduce((value, layer) => layer.apply(value) as tf.Tensor, input);
}
