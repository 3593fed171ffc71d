// A TensorFlow.js model from the text of its model.json and the bytes of its weights. Knows no network and no files.
import { tf, tfl } from './tensorflow.ts';

/** As TensorFlow.js writes it: topology, and what the weight file holds in which order. */
export interface ModelJson {
  modelTopology: object;
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
}

/** @throws when the weights are too few for the topology, or the model is not a Sequential. */
export async function loadModel(json: ModelJson, weights: ArrayBuffer): Promise<tfl.Sequential> {
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  const expected = weightSpecs.reduce((bytes, { shape }) => bytes + 4 * shape.reduce((size, extent) => size * extent, 1), 0);
  if (weights.byteLength !== expected) throw new Error(`weights: ${weights.byteLength} bytes, but model.json asks for ${expected}; make both anew with node scripts/make-ready-run.mjs`);
  const model = await tfl.loadLayersModel(tf.io.fromMemory({ modelTopology: json.modelTopology, weightSpecs, weightData: weights }));
  if (!(model instanceof tfl.Sequential)) throw new Error('model.json: not a Sequential model; make it anew with node scripts/make-ready-run.mjs');
  return model;
}
