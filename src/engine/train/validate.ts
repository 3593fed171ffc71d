// Loss and accuracy over many images, chunk by chunk, in inference mode. Knows no phases; `between` may end it.
import type { tfl } from '../model/tensorflow.ts';
import type { Forward } from './batchNormStatistics.ts';
import { scoreLogits } from './crossEntropy.ts';
import type { ImageChunk } from './runData.ts';

/** Means over all images of `chunks`. `between` runs after each chunk with the images done, and may throw. */
export async function validate(
  model: tfl.LayersModel,
  forward: Forward,
  chunks: Iterable<ImageChunk>,
  between: (done: number) => Promise<void> = async () => {},
): Promise<{ loss: number; accuracy: number }> {
  const sum = { images: 0, loss: 0, right: 0 };
  for (const chunk of chunks) {
    const { data, shape } = await forward(chunk, logitsLayer(model));
    const score = scoreLogits(data, chunk.labels, shape[shape.length - 1]);
    sum.images += score.images;
    sum.loss += score.loss;
    sum.right += score.right;
    await between(sum.images);
  }
  return { loss: sum.loss / sum.images, accuracy: sum.right / sum.images };
}

/** The layer whose outputs the final softmax takes. */
function logitsLayer(model: tfl.LayersModel): string {
  return model.layers[model.layers.length - 2].name;
}
