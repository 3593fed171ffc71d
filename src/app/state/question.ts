// Which Jacobian a selection asks for: its request, its name, and whether it takes so long that the visitor is asked first. Pure.
import type { ExploreRequest, JacobianPlan, LayerInfo, NetworkName, RunState } from '../../engine/protocol.ts';
import type { Selection } from './store.ts';

type Question = Pick<Selection, 'of' | 'wrt' | 'batchNorm'>;

/** Longer than this is asked about first, in seconds; without a guess, more multiply-adds than this. */
const patience = { seconds: 8, multiplyAdds: 2e9 };

export function requestOf({ of, wrt, batchNorm }: Question, digit: number): ExploreRequest {
  return { digit, of, ...(wrt === null ? {} : { wrt }), ...(batchNorm === 'batch' ? { batchNorm } : {}) };
}

/** The same text for the same work: network, layer, parameters and mode, whatever the digit. */
export function questionKey(network: NetworkName, layers: readonly LayerInfo[], { of, wrt, batchNorm }: Question): string {
  return JSON.stringify([network, layers.map(({ shape }) => shape.join('×')), of, wrt, batchNorm]);
}

/** True for work that nobody should start by a stray click: long, or too large to be held at once. */
export function takesLong({ seconds, multiplyAdds, fits }: JacobianPlan): boolean {
  return !fits || (seconds === null ? multiplyAdds > patience.multiplyAdds : seconds > patience.seconds);
}

/** The layers up to `of`, and it. */
export function layersUpTo(layers: readonly LayerInfo[], of: string): readonly LayerInfo[] {
  return layers.slice(0, layers.findIndex(({ name }) => name === of) + 1);
}

/** What of `wrt` lies at or below `of`; null, for all, where that is nothing or all there is. A layer without any parameters asks for the input. */
export function fitWrt(layers: readonly LayerInfo[], of: string, wrt: Selection['wrt']): Selection['wrt'] {
  const below = layersUpTo(layers, of);
  const parameters = below.flatMap((layer) => layer.parameters);
  if (parameters.length === 0 && below.length > 0) return 'input';
  if (wrt === null || wrt === 'input') return wrt;
  const names = parameters.filter(({ name }) => wrt.includes(name)).map(({ name }) => name);
  const trainable = parameters.filter((parameter) => parameter.trainable);
  const all = names.length === trainable.length && trainable.every(({ name }) => names.includes(name));
  return names.length === 0 || all ? null : names;
}

/** What a network is asked first: its suggested layer, by all parameters, with the statistics of inference. */
export function usualQuestion({ layers, suggested }: Pick<RunState, 'layers' | 'suggested'>): Question {
  return { of: suggested, wrt: fitWrt(layers, suggested, null), batchNorm: 'inference' };
}

/** How many parameters are differentiated by; of the input, those that would be. */
export function columnsOf(layers: readonly LayerInfo[], { of, wrt }: Pick<Question, 'of' | 'wrt'>): number {
  const parameters = layersUpTo(layers, of).flatMap((layer) => layer.parameters);
  const asked = parameters.filter(({ name, trainable }) => (wrt === null || wrt === 'input' ? trainable : wrt.includes(name)));
  return asked.reduce((sum, { size }) => sum + size, 0);
}

/** `all 560 parameters`, `conv1/kernel`, `3 of 4 parameter arrays`, `the input`. */
export function wrtInWords(layers: readonly LayerInfo[], { of, wrt }: Pick<Question, 'of' | 'wrt'>, count: (value: number) => string): string {
  if (wrt === 'input') return 'the input';
  const size = count(columnsOf(layers, { of, wrt }));
  if (wrt === null) return `all ${size} parameters`;
  return wrt.length === 1 ? `${wrt[0]}, ${size}` : `${wrt.length} arrays, ${size} parameters`;
}
