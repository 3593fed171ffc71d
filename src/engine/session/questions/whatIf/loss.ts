// The cross-entropy of the chosen image under one float64 pass of the whole network, and its derivative by the logits.
import { EngineFault } from '../../../engineError.ts';
import { type Trace, traceOf } from '../../../jacobian/paths/trace.ts';
import { argmax, scoreLogits } from '../../../train/crossEntropy.ts';
import type { Explored } from '../../explored.ts';

const wholes = new WeakMap<Explored, Trace>();

/** Of all layers, for the same images. */
export function wholeTrace(explored: Explored): Trace {
  let trace = wholes.get(explored);
  if (!trace) {
    const { network, images, asked } = explored.parts;
    wholes.set(explored, (trace = traceOf(network, images, network.layers.at(-1)!.name, asked.batchNorm ?? 'inference')));
  }
  return trace;
}

/** Whether the network ends in a softmax over one vector. */
export function tellsClasses({ sites }: Trace): boolean {
  const { layer, output } = sites.at(-1)!;
  return layer.kind === 'softmax' && output[0] * output[1] === 1;
}

export interface Loss {
  readonly label: number;
  /** False where the image has no class of its own, and that which the network reads stands in. */
  readonly known: boolean;
  readonly value: number;
  /** ∂loss/∂logits, p − 1 at the label and p elsewhere, at the softmax's input; zero for the other images. */
  readonly gradient: ReadonlyMap<number, Float64Array>;
}

/** @throws when the network does not tell classes. */
export function lossOf({ parts: { exploration } }: Explored, trace: Trace): Loss {
  if (!tellsClasses(trace)) throw new EngineFault('no-direction', 'This network does not end in a softmax over classes, so it has no loss here.');
  const { from, output } = trace.sites.at(-1)!;
  const { input: logits, output: p } = trace.tapes.at(-1)!;
  const classes = output[2];
  const own = exploration.digit.label;
  const known = own !== null && own < classes;
  const label = known ? own : argmax(exploration.probabilities);
  const gradient = new Float64Array(logits.length);
  for (let k = 0; k < classes; k++) gradient[k] = p[k] - (k === label ? 1 : 0);
  return { label, known, value: scoreLogits(logits.subarray(0, classes), [label], classes).loss, gradient: new Map([[from[0], gradient]]) };
}
