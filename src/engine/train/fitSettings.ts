// Settings as near to given ones as other data allow. Pure; it knows only what must be known of the data.
import type { TrainSettings } from '../protocol.ts';
import { fewestOfAClass, type DataFacts } from './checkSettings.ts';

/** Of a class with too few images, the part that is trained on. */
const TRAINED = 0.8;

/** `settings` with fewer images of a class, a smaller batch and a smaller kernel where the data need that; the rest as it is. */
export function fitSettings(settings: TrainSettings, data: DataFacts): TrainSettings {
  const fewest = fewestOfAClass(data);
  const imagesPerClass = settings.imagesPerClass < fewest ? settings.imagesPerClass : Math.max(1, Math.min(fewest - 1, Math.floor(TRAINED * fewest)));
  const batchSize = Math.min(settings.batchSize, imagesPerClass * data.classes);
  return { ...settings, imagesPerClass, batchSize, kernelSize: Math.min(settings.kernelSize, data.height, data.width) };
}
