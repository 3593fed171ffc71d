// A stored model that the engine has read as a TensorFlow.js model besides, to compare with. Knows no files.
import type { ModelFiles } from './readModel.ts';
import { tf, tfl } from './tensorflow.ts';

/** @throws when TensorFlow.js cannot read it, or reads something else than a Sequential. */
export async function openStored({ model, weights }: ModelFiles): Promise<tfl.Sequential> {
  const entries = Object.entries(weights);
  const weightSpecs = entries.map(([name, { shape }]) => ({ name, shape: [...shape], dtype: 'float32' as const }));
  const weightData = new Float32Array(entries.reduce((total, [, { values }]) => total + values.length, 0));
  let at = 0;
  for (const [, { values }] of entries) weightData.set(values, (at += values.length) - values.length);
  const opened = await tfl.loadLayersModel(tf.io.fromMemory({ modelTopology: model.modelTopology, weightSpecs, weightData: weightData.buffer }));
  if (!(opened instanceof tfl.Sequential)) throw new Error('TensorFlow.js: it reads this model as another kind than Sequential; compare with the float64 reference alone');
  return opened;
}
