// The output of one layer by TensorFlow.js itself, in inference mode: where the engine has no device, it is the faster of the two.
import { tf, type tfl } from './tensorflow.ts';

interface Chunk {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [number, number, number, number];
}

/** [N, …] row-major; `of` defaults to the last layer. */
export async function tfForward(model: tfl.LayersModel, images: Chunk, of = model.layers[model.layers.length - 1].name): Promise<{ data: Float32Array; shape: readonly number[] }> {
  const end = model.layers.findIndex((layer) => layer.name === of);
  if (end < 0) throw new Error(`layer: ${of} is not in this model; choose one of ${model.layers.map((layer) => layer.name).join(', ')}`);
  const output = tf.tidy(() => {
    const input: tf.Tensor = tf.tensor4d(images.data as Float32Array, images.shape as [number, number, number, number]);
    return model.layers.slice(0, end + 1).reduce((value, layer) => layer.apply(value) as tf.Tensor, input);
  });
  try {
    return { data: await output.data<'float32'>(), shape: output.shape };
  } finally {
    output.dispose();
  }
}
