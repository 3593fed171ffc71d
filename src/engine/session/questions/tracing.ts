// The float64 pass of an exploration, made once for all the questions that are worked out from it.
import { type Trace, traceOf } from '../../jacobian/paths/trace.ts';
import type { Explored } from '../explored.ts';

const traces = new WeakMap<Explored, Trace>();

export function traceFor(explored: Explored): Trace {
  let trace = traces.get(explored);
  if (!trace) {
    const { network, images, asked } = explored.parts;
    traces.set(explored, (trace = traceOf(network, images, asked.of, asked.batchNorm ?? 'inference')));
  }
  return trace;
}

/** Lets other messages through, and stops when asked to. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}
