// Checks of what a caller hands over, made once at the door.
import type { Images, Network } from '../model/network.ts';

export function checkLength(noun: string, values: ArrayLike<number>, expected: number): void {
  if (values.length !== expected) throw new Error(`${noun}: ${values.length} numbers where ${expected} are needed`);
}

/** @throws when the images' shape does not fit the network or their own data. */
export function checkImages(network: Network, images: Images): void {
  const [N, H, W, C] = images.shape;
  const wanted = network.inputShape;
  if (images.shape.length !== 4 || ![N, H, W, C].every((extent) => Number.isInteger(extent) && extent > 0))
    throw new Error(`images: shape [${images.shape.join(', ')}] is not [N, H, W, C]; give four positive whole numbers`);
  if (H !== wanted[0] || W !== wanted[1] || C !== wanted[2])
    throw new Error(`images: ${H}×${W}×${C} where the network takes ${wanted.join('×')}; resize them first`);
  checkLength('images', images.data, N * H * W * C);
}
