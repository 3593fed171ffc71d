// The weights that look at the image, read back as the page draws them. Knows no training.
import type { Filters } from '../protocol.ts';
import type { tfl } from './tensorflow.ts';
import { readWeights } from './weights.ts';

/**
 * The kernel of a network that begins with a convolution, [kh, kw, cin, cout], or with a dense layer over the flattened
 * image, as [H, W, C, units]; null for any other. As it is when this is called; `revision` names that moment.
 */
export async function readFilters(model: tfl.LayersModel, revision: number): Promise<Filters | null> {
  const layer = model.layers.find((each) => each.weights.length > 0);
  const kernel = layer?.weights.find((weight) => weight.originalName.endsWith('/kernel'));
  const shape = kernel && pictureShape(kernel.shape as number[], (model.inputs[0].shape as number[]).slice(1));
  if (!shape) return null;
  const values = (await readWeights(model, (name) => name === kernel.originalName)).get(kernel.originalName)!;
  return { revision, shape, values };
}

/** The kernel's shape as pictures of the image or of a part of it; null where it is neither. */
export function pictureShape(kernel: readonly number[], input: readonly number[]): Filters['shape'] | null {
  if (kernel.length === 4) return kernel as unknown as Filters['shape'];
  const isImage = input.length === 3 && kernel.length === 2 && input.reduce((product, extent) => product * extent, 1) === kernel[0];
  return isImage ? [input[0], input[1], input[2], kernel[1]] : null;
}
