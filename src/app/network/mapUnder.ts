// What a dense layer's inputs were before they were flattened, so that its weights can be shown as maps. Pure.
import type { LayerInfo } from '../../engine/protocol.ts';

type MapShape = readonly [number, number, number];

/**
 * [H, W, C] of the map that `layer`'s `inputs` numbers were, in order; null where they never were one.
 * `picture` is the network's input as a picture, which a vector of as many numbers is too.
 */
export function mapUnder(layers: readonly LayerInfo[], layer: string, inputs: number, picture: MapShape): MapShape | null {
  let at = layers.findIndex(({ name }) => name === layer) - 1;
  // A vector's elementwise layers keep its order.
  while (at >= 0 && layers[at].shape.length === 1 && layers[at].shape[0] === inputs && layers[at].type !== 'dense') at--;
  const shape = at < 0 ? picture : layers[at].shape;
  const isMap = shape.length === 3 && shape[0] * shape[1] > 1 && shape[0] * shape[1] * shape[2] === inputs;
  return isMap ? (shape as MapShape) : null;
}
