// A model as the two files that TensorFlow.js reads back: model.json and its weights. Knows no file system.
import type { ModelJson } from './loadModel.ts';
import { tf, type tfl } from './tensorflow.ts';
import type { NamedFile } from '../protocol.ts';

/** `weightsFile` is the name under which the weights will lie beside model.json. */
export async function saveModel(model: tfl.LayersModel, weightsFile: string): Promise<{ json: ModelJson; weights: Uint8Array }> {
  let saved: tf.io.ModelArtifacts | null = null;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs, weightData, format, generatedBy } = saved! as tf.io.ModelArtifacts;
  const json = { format, generatedBy, modelTopology: modelTopology as object, weightsManifest: [{ paths: [weightsFile], weights: weightSpecs! }] };
  return { json, weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData as ArrayBuffer)) };
}

/** model.json and weights.bin, ready to be written. */
export async function modelFiles(model: tfl.LayersModel): Promise<NamedFile[]> {
  const { json, weights } = await saveModel(model, 'weights.bin');
  return [{ name: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(json)) }, { name: 'weights.bin', bytes: weights }];
}
