// The first convolution's kernel, read back as the page draws it. Knows no training.
import type { Filters } from '../protocol.ts';
import type { tfl } from './tensorflow.ts';
import { readWeights } from './weights.ts';

/** Reads the kernel as it is when this is called; `revision` names that moment. */
export async function readFilters(model: tfl.LayersModel, revision: number): Promise<Filters> {
  const layer = model.layers.find((each) => each.getClassName() === 'Conv2D');
  const kernel = layer?.weights.find((weight) => weight.originalName.endsWith('/kernel'));
  if (!kernel) throw new Error('filters: the network has no convolution; use one that begins with conv2d');
  const values = (await readWeights(model, (name) => name === kernel.originalName)).get(kernel.originalName)!;
  return { revision, shape: kernel.shape as [number, number, number, number], values };
}
