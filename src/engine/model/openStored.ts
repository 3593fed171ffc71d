// A stored model that the engine has read as a TensorFlow.js model besides, to compare with. Knows no files.
import type { ModelFiles } from './readModel.ts';
import { tf, tfl } from './tensorflow.ts';

/** Sequential or functional. @throws when TensorFlow.js cannot read it. */
export async function openStored({ model, weights }: ModelFiles): Promise<tfl.LayersModel> {
  const entries = Object.entries(weights);
  const weightSpecs = entries.map(([name, { shape }]) => ({ name, shape: [...shape], dtype: 'float32' as const }));
  const weightData = new Float32Array(entries.reduce((total, [, { values }]) => total + values.length, 0));
  let at = 0;
  for (const [, { values }] of entries) weightData.set(values, (at += values.length) - values.length);
  return tfl.loadLayersModel(tf.io.fromMemory({ modelTopology: model.modelTopology, weightSpecs, weightData: weightData.buffer }));
}
