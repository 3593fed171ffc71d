// The float64 reference with every array that passes between layers rounded to float32, as a device stores it. It tells how much
// of a Jacobian rounding alone makes, whoever works it out: with batch statistics of few cells almost everything cancels.
import type { HostRule } from '../layers/layer.ts';
import { RULES } from '../layers/rules.ts';
import type { Layer } from '../model/network.ts';

type Rounded = Float64Array | Int32Array | undefined | null;

function round<T extends Rounded>(values: T): T {
  if (values instanceof Float64Array) for (let at = 0; at < values.length; at++) values[at] = Math.fround(values[at]);
  return values;
}

/** Runs `work` so. The layers' rules are the same again afterwards; nothing else may use them meanwhile. */
export async function storedInFloat32<T>(work: () => Promise<T>): Promise<T> {
  // Each rule is only ever given layers of its own kind.
  const hosts = Object.values(RULES).map((rule) => rule.host as unknown as HostRule<Layer>);
  const before = hosts.map((host) => ({ host, own: { ...host } }));
  for (const { host, own } of before) {
    host.forward = (site, input, values, inputs) => {
      const tape = own.forward(site, input, values, inputs);
      round(tape.statistics?.mean);
      round(tape.statistics?.inverseSigma);
      return { ...tape, output: tape.output === input ? input : round(tape.output) };
    };
    host.pullInput = (site, tape, values, cotangent, from, place, target, to, toPlace) => {
      own.pullInput(site, tape, values, cotangent, from, place, target, to, toPlace);
      round(target);
    };
  }
  try {
    return await work();
  } finally {
    for (const { host, own } of before) Object.assign(host, own);
  }
}
