// Loss and accuracy over many images, chunk by chunk, in inference mode. Knows no phases; `between` may end it.
import { sharedDevice } from '../model/sharedDevice.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Forward } from './batchNormStatistics.ts';
import { scoreLogits } from './crossEntropy.ts';
import type { ImageChunk } from './runData.ts';

/**
 * Means over all images of `chunks`. `heed` is given each chunk's logits and how many images were done before it; `between` runs
 * after each chunk with the images done, and may throw. Where there is a
 * device, it has the next chunk already while one is read back, so that it does not stand still.
 */
export async function validate(
  model: tfl.LayersModel,
  forward: Forward,
  chunks: Iterable<ImageChunk>,
  between: (done: number) => Promise<void> = async () => {},
  heed: (logits: ArrayLike<number>, before: number) => void = () => {},
): Promise<{ loss: number; accuracy: number }> {
  const sum = { images: 0, loss: 0, right: 0 };
  const take = async ({ labels, logits }: Underway): Promise<void> => {
    const { data, shape } = await logits;
    const score = scoreLogits(data, labels, shape[shape.length - 1]);
    heed(data, sum.images);
    sum.images += score.images;
    sum.loss += score.loss;
    sum.right += score.right;
    await between(sum.images);
  };
  const overlaps = sharedDevice() !== null;
  let ahead: Underway | null = null;
  for (const chunk of chunks) {
    const logits = forward(chunk, logitsLayer(model));
    // Heard when it is taken, unless something before it fails first.
    logits.catch(() => undefined);
    const next: Underway = { labels: chunk.labels, logits };
    if (ahead) await take(ahead);
    ahead = overlaps ? next : null;
    if (!overlaps) await take(next);
  }
  if (ahead) await take(ahead);
  return { loss: sum.loss / sum.images, accuracy: sum.right / sum.images };
}

interface Underway {
  readonly labels: Uint8Array;
  readonly logits: ReturnType<Forward>;
}

/** The layer whose outputs the final softmax takes. */
export function logitsLayer(model: tfl.LayersModel): string {
  return model.layers[model.layers.length - 2].name;
}
