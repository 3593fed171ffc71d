// Small made-up digits and settings to match, so that training can be tested in seconds. Test support only.
import type { Digits } from '../data/loadDigits.ts';
import { stream, uniform } from '../data/random.ts';
import type { tfl } from '../model/tensorflow.ts';
import { tfForward } from '../model/tfForward.ts';
import type { TrainSettings } from '../protocol.ts';
import type { Forward } from '../train/batchNormStatistics.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';

/** `perClass` images of 3 classes, 8 × 8: a bright bar whose row tells the class, and noise. Labels take turns. */
export function tinyDigits(perClass = 10): Digits {
  const [height, width, classes] = [8, 8, 3];
  const count = perClass * classes;
  const rng = stream(7, 'split');
  const labels = Uint8Array.from({ length: count }, (_, n) => n % classes);
  const images = Uint8Array.from({ length: count * height * width }, (_, k) => {
    const row = Math.floor((k % (height * width)) / width);
    const bright = row === 1 + 2 * labels[Math.floor(k / (height * width))];
    return Math.floor(uniform(rng, bright ? 120 : 0, bright ? 256 : 90));
  });
  return { count, height, width, classes, images, labels };
}

/** 4 images per class → 12; batches of 5, so that two are left over; 2 iterations an epoch, 3 epochs. */
export const TINY: TrainSettings = { ...DEFAULT_SETTINGS, imagesPerClass: 4, batchSize: 5, epochs: 3, filters: 2, kernelSize: 3, validationEvery: 2, pixelScale: '0-1' };

/** Inference by TensorFlow.js itself, layer by layer. */
export function forwardByTensorFlow(model: tfl.LayersModel): Forward {
  return (images, of) => tfForward(model, images, of);
}
