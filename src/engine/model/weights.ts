// Weights of a LayersModel as they stand: shared references, copies on the host, and setting them. Knows no layer types.
import { tf, type tfl } from './tensorflow.ts';

/** References to the weights of one moment. They share memory with the model until either changes. */
export interface WeightReferences {
  restore(model: tfl.LayersModel): void;
  dispose(): void;
}

/** Holds on to the weights of this moment without copying a number. Dispose it. */
export function holdWeights(model: tfl.LayersModel): WeightReferences {
  const held = tf.tidy(() => model.weights.map((weight) => tf.keep(tf.clone(weight.read()))));
  return {
    restore: (into) => into.weights.forEach((weight, index) => weight.write(held[index])),
    dispose: () => held.forEach((tensor) => tensor.dispose()),
  };
}

/** Numbers of the weights whose names pass `wanted`, by name (`conv1/kernel`), read back to the host. */
export async function readWeights(model: tfl.LayersModel, wanted: (name: string) => boolean = () => true): Promise<Map<string, Float32Array>> {
  const weights = model.weights.filter((weight) => wanted(weight.originalName));
  const held = tf.tidy(() => weights.map((weight) => tf.keep(tf.clone(weight.read()))));
  try {
    const numbers = await Promise.all(held.map((tensor) => tensor.data<'float32'>()));
    return new Map(weights.map((weight, index) => [weight.originalName, numbers[index].slice()]));
  } finally {
    held.forEach((tensor) => tensor.dispose());
  }
}

/** Writes numbers from the host into the weight named `name`. */
export function writeWeight(model: tfl.LayersModel, name: string, values: Float32Array): void {
  const weight = model.weights.find((candidate) => candidate.originalName === name);
  if (!weight) throw new Error(`weight: ${name} is not in the model; it has ${model.weights.map((each) => each.originalName).join(', ')}`);
  tf.tidy(() => void weight.write(tf.tensor(values, weight.shape as number[])));
}
