// One row of the Jacobian by TensorFlow.js's own automatic differentiation, to check the engine against.
import { tf, type tfl } from './tensorflow.ts';
import { holdWeights } from './weights.ts';

export interface Image {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [number, number, number, number];
}

export interface GradientRequest {
  readonly of: string;
  /** Names of weights (`conv1/kernel`), or the input. */
  readonly wrt: readonly string[] | 'input';
  /** `batch`: batch norms take the statistics of all `images`. Default `inference`. */
  readonly batchNorm?: 'inference' | 'batch';
}

/**
 * The gradient of entry `index` of layer `of` (flattened over all images) by each of `wrt`: by name, row-major; by the input
 * as `input`, [N, H, W, C]. The model is left as it was.
 * @throws when the layer or a weight is not in the model, or TensorFlow.js has no gradient for it.
 */
export async function tfGradientRow(model: tfl.LayersModel, images: Image, { of, wrt, batchNorm }: GradientRequest, index: number): Promise<Map<string, Float32Array>> {
  const top = model.layers.find((layer) => layer.name === of);
  if (!top) throw new Error(`layer: ${of} is not in this model; choose one of ${model.layers.map((layer) => layer.name).join(', ')}`);
  const entry = (input: tf.Tensor) => tf.reshape(tf.slice(tf.reshape(forward(top, input, batchNorm === 'batch'), [-1]), [index], [1]), []) as tf.Scalar;
  // Batch norm in training mode writes its running statistics.
  const before = batchNorm === 'batch' ? holdWeights(model) : null;
  const gradients = tf.tidy(() => (wrt === 'input' ? byInput(entry, inputOf(model, images)) : byWeights(entry, weightsNamed(model.layers, wrt), inputOf(model, images))));
  before?.restore(model);
  before?.dispose();
  try {
    const rows = Object.entries(gradients).map(async ([name, gradient]): Promise<[string, Float32Array]> => [name, Float32Array.from(await gradient.data<'float32'>())]);
    return new Map(await Promise.all(rows));
  } finally {
    tf.dispose(gradients);
  }
}

type Entry = (input: tf.Tensor) => tf.Scalar;

function byInput(entry: Entry, input: tf.Tensor): tf.NamedTensorMap {
  return { input: tf.grad((x) => entry(x))(input) };
}

function byWeights(entry: Entry, weights: readonly tfl.LayerVariable[], input: tf.Tensor): tf.NamedTensorMap {
  const variables = weights.map((weight) => weight.read() as tf.Variable);
  const { grads } = tf.variableGrads(() => entry(input), variables);
  return Object.fromEntries(weights.map((weight, k) => [weight.originalName, grads[variables[k].name]]));
}

function weightsNamed(layers: readonly tfl.layers.Layer[], names: readonly string[]): tfl.LayerVariable[] {
  const weights = layers.flatMap((layer) => layer.weights);
  return names.map((name) => {
    const found = weights.find(({ originalName }) => originalName === name);
    if (found && !found.trainable) throw new Error(`weight: ${name} is frozen, and TensorFlow.js differentiates by trainable ones only; compare with the float64 reference alone`);
    if (!found) throw new Error(`weight: ${name} is not in TensorFlow.js’s model; it has ${weights.map(({ originalName }) => originalName).join(', ')}`);
    return found;
  });
}

/** A model of vectors takes them without their map. */
function inputOf(model: tfl.LayersModel, { data, shape }: Image): tf.Tensor {
  const extents = model.inputs[0].shape;
  return tf.tensor(Float32Array.from(data), extents.length === 2 ? [shape[0], shape[3]] : (shape as unknown as number[]));
}

/** The output of `top`, from the outputs of the layers that its own node names; each layer is applied once. */
function forward(top: tfl.layers.Layer, input: tf.Tensor, batchStatistics: boolean): tf.Tensor {
  const outputs = new Map<string, tf.Tensor>();
  const outputOf = (layer: tfl.layers.Layer): tf.Tensor => {
    if (layer.getClassName() === 'InputLayer') return input;
    const known = outputs.get(layer.name);
    if (known) return known;
    const below = layer.inboundNodes[0].inboundLayers.map(outputOf);
    const output = layer.apply(below.length === 1 ? below[0] : below, { training: batchStatistics && layer.getClassName() === 'BatchNormalization' }) as tf.Tensor;
    outputs.set(layer.name, output);
    return output;
  };
  return outputOf(top);
}
