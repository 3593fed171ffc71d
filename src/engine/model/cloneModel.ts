// A second model with the same layers that shares the weights of this moment; training the first leaves it as it was.
import { tfl } from './tensorflow.ts';

/** No number is copied: weights are shared until the original writes new ones. Dispose it. */
export function cloneModel(model: tfl.Sequential): tfl.Sequential {
  const clone = tfl.Sequential.fromConfig(tfl.Sequential as never, model.getConfig() as never, {} as never, true) as tfl.Sequential;
  clone.weights.forEach((weight, index) => weight.write(model.weights[index].read()));
  return clone;
}
