// The float64 reference with every array that passes between layers rounded to float32, as a device stores it, and off by half a
// unit in the last place before, as a device's own sums are. It tells how much of a Jacobian rounding alone makes, whoever works it
// out: with batch statistics of few cells almost everything cancels.
import type { HostRule } from '../layers/layer.ts';
import { RULES } from '../layers/rules.ts';
import type { Layer } from '../model/network.ts';
import { numbersFrom } from './randomNetwork.ts';

type Rounded = Float64Array | Int32Array | undefined | null;

function round<T extends Rounded>(values: T, signs: (count: number) => ArrayLike<number>): T {
  if (!(values instanceof Float64Array)) return values;
  const sign = signs(values.length);
  for (let at = 0; at < values.length; at++) values[at] = Math.fround(values[at] * (1 + Math.sign(sign[at]) * 2 ** -24));
  return values;
}

/** Runs `work` so, off up or down as `seed` says. The layers' rules are the same again afterwards; nothing else may use them meanwhile. */
export async function storedInFloat32<T>(seed: number, work: () => Promise<T>): Promise<T> {
  const signs = numbersFrom(seed);
  // Each rule is only ever given layers of its own kind.
  const hosts = Object.values(RULES).map((rule) => rule.host as unknown as HostRule<Layer>);
  const before = hosts.map((host) => ({ host, own: { ...host } }));
  for (const { host, own } of before) {
    host.forward = (site, input, values, inputs) => {
      const tape = own.forward(site, input, values, inputs);
      round(tape.statistics?.mean, signs);
      round(tape.statistics?.inverseSigma, signs);
      return { ...tape, output: tape.output === input ? input : round(tape.output, signs) };
    };
    host.pullInput = (site, tape, values, cotangent, from, place, target, to, toPlace) => {
      own.pullInput(site, tape, values, cotangent, from, place, target, to, toPlace);
      round(target, signs);
    };
  }
  try {
    return await work();
  } finally {
    for (const { host, own } of before) Object.assign(host, own);
  }
}
