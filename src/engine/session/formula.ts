// The convolution right under a layer's units, for the worked formula: its numbers, and why there is none. Works on host numbers.
import type { Images, Network } from '../index.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { alongAxis } from '../layers/convolution.ts';
import { type Conv2dLayer, inputsOf } from '../model/network.ts';
import type { Exploration } from '../protocol.ts';
import { chainUnder, upToConvolution, type Chain } from './chain.ts';
import type { EngineHandle } from './engineHandle.ts';

type Info = NonNullable<Exploration['convolution']>;

/** What the formula's rows are worked from. */
export interface Formula {
  readonly chain: Chain;
  readonly info: Info;
  /** The convolution's input of the chosen image, [H, W, C]. */
  readonly below: ArrayLike<number>;
  /** The convolution's outputs, [H, W, C] of the explored layer. */
  readonly preActivations: ArrayLike<number>;
  /** The convolution's input inside the unit's window, [kh, kw, cin], zero outside the map. */
  patch(i: number, j: number): Float32Array;
}

/** The formula for layer `of`, or the reason why its rows have none. */
export async function formulaOf(network: Network, of: string, batchNorm: 'inference' | 'batch', wrt: readonly string[] | 'input', image: Images, engine: EngineHandle): Promise<Formula | string> {
  const chain = chainUnder(network, of);
  if (!chain) return 'Formulas are written out where a convolution over all channels lies right under the layer; another kind of layer lies under this one.';
  if (batchNorm === 'batch') return 'With batch statistics every unit also acts through the mean and variance of its whole channel, so a row has no short formula.';
  const convolution = network.layers[chain.convolution] as Conv2dLayer;
  const names = [convolution.kernel.name, ...chain.links.flatMap((layer) => (layer.kind === 'batchNorm' ? [layer.gamma?.name, layer.beta?.name] : []))];
  if (wrt === 'input' || !wrt.some((name) => names.includes(name))) return 'The formula is that of the convolution right under this layer, whose parameters are not differentiated by.';
  const [source] = inputsOf(convolution, chain.convolution);
  const lower: Network = { ...network, layers: network.layers.slice(0, source + 1) };
  const [preActivations, below] = await Promise.all([
    engine.activations(upToConvolution(network, chain), image),
    source < 0 ? image.data : engine.activations(lower, image),
  ]);
  const site = sitesOf({ ...network, layers: network.layers.slice(0, chain.convolution + 1) }, 1, convolution.name).at(-1)!;
  const info: Info = {
    layer: convolution.name, kernel: convolution.kernel.name, bias: convolution.bias?.name ?? null,
    size: [convolution.kernel.shape[0], convolution.kernel.shape[1]], channelsIn: convolution.kernel.shape[2],
    input: network.layers[source]?.name ?? 'input',
  };
  return { chain, info, below, preActivations, patch: (i, j) => patchUnder(convolution, site.input, below, i, j) };
}

function patchUnder({ kernel, strides, dilation, padding }: Conv2dLayer, [H, W, C]: readonly [number, number, number], below: ArrayLike<number>, i: number, j: number): Float32Array {
  const [kh, kw] = kernel.shape;
  const top = i * strides[0] - alongAxis(H, kh, strides[0], dilation[0], padding).before;
  const left = j * strides[1] - alongAxis(W, kw, strides[1], dilation[1], padding).before;
  const patch = new Float32Array(kh * kw * C);
  for (let tap = 0; tap < kh * kw; tap++) {
    const y = top + Math.floor(tap / kw) * dilation[0];
    const x = left + (tap % kw) * dilation[1];
    if (y < 0 || y >= H || x < 0 || x >= W) continue;
    for (let c = 0; c < C; c++) patch[tap * C + c] = below[(y * W + x) * C + c];
  }
  return patch;
}
