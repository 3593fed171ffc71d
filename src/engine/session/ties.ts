// Max pools in which several cells share the largest number, so that it is a matter of rule which of them gets the gradient.
import { activations, type Images, type Network } from '../index.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { alongAxis } from '../layers/convolution.ts';
import { inputsOf, type PoolLayer } from '../model/network.ts';

/** The lowest max pool up to layer `of` that has a tie for the first of `images`; null when there is none. */
export async function tiedPool(network: Network, of: string, images: Images): Promise<string | null> {
  const [, H, W, C] = images.shape;
  const image: Images = { data: images.data.subarray(0, H * W * C), shape: [1, H, W, C] };
  for (const { layer, input } of sitesOf(network, 1, of)) {
    if (layer.kind !== 'maxPool') continue;
    const at = network.layers.indexOf(layer);
    const [source] = inputsOf(layer, at);
    const below = source < 0 ? image.data : (await activations({ ...network, layers: network.layers.slice(0, source + 1) }, image, { device: null })).data;
    if (hasTie(layer, below, input)) return layer.name;
  }
  return null;
}

function hasTie({ size, strides, padding }: PoolLayer, values: ArrayLike<number>, [H, W, C]: readonly [number, number, number]): boolean {
  const [h, w] = size ?? [H, W];
  const [rows, columns] = [alongAxis(H, h, strides[0], 1, padding), alongAxis(W, w, strides[1], 1, padding)];
  for (let unit = 0; unit < rows.out * columns.out * C; unit++) {
    const c = unit % C;
    const top = Math.floor(unit / (C * columns.out)) * strides[0] - rows.before;
    const left = (Math.floor(unit / C) % columns.out) * strides[1] - columns.before;
    let [largest, times] = [-Infinity, 0];
    for (let y = Math.max(0, top); y < Math.min(H, top + h); y++)
      for (let x = Math.max(0, left); x < Math.min(W, left + w); x++) {
        const value = values[(y * W + x) * C + c];
        if (value > largest) [largest, times] = [value, 1];
        else if (value === largest) times++;
      }
    if (times > 1) return true;
  }
  return false;
}
