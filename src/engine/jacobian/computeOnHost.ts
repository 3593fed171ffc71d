// The float64 reference: forward, then one row after another through the plan's windows.
import type { Images, Parameter } from '../model/network.ts';
import { ruleOf } from '../layers/rules.ts';
import type { HostParameters, HostTape, Site } from '../layers/layer.ts';
import { cellsOf, channelsOf, placeOf, type Place, type Window } from '../layers/window.ts';
import { notFinite } from './checks.ts';
import type { JacobianOptions } from './jacobian.ts';
import { HostJacobian } from './hostJacobian.ts';
import { type Pace, paceOf } from './pace.ts';
import type { Plan, PullStep } from './plan.ts';
import { summaryOf } from './summary.ts';

/** Float64 copies of parameters, made once each. */
function hostParameters(): HostParameters {
  const made = new Map<Parameter, Float64Array>();
  return (parameter) => {
    let values = made.get(parameter);
    if (!values) {
      if ('buffer' in parameter.values && !ArrayBuffer.isView(parameter.values))
        throw new Error(`parameter: ${parameter.name} is on a device; read it back before asking for the CPU reference`);
      made.set(parameter, (values = Float64Array.from(parameter.values as Float32Array)));
    }
    return values;
  };
}

function hostForward(sites: readonly Site[], images: Images, values: HostParameters): HostTape[] {
  let input: Float64Array = Float64Array.from(images.data);
  return sites.map((site) => {
    const tape = ruleOf(site.layer).host.forward(site, input, values);
    input = tape.output;
    if (!input.every(Number.isFinite)) throw notFinite(site.layer.name);
    return tape;
  });
}

/** The output of the last of `sites`, float64. */
export function activationsOnHost(sites: readonly Site[], images: Images): Float64Array {
  return hostForward(sites, images, hostParameters()).at(-1)!.output;
}

/** Spreads a cotangent to a wider window. */
function widen(from: Window, fromPlace: Place, cotangent: Float64Array, to: Window, toPlace: Place, target: Float64Array): void {
  target.fill(0);
  const C = channelsOf(from);
  for (let index = 0; index < cotangent.length; index++) {
    if (cotangent[index] === 0) continue;
    const c = from.channels === 'own' ? fromPlace.channel : index % C;
    const x = fromPlace.left + (Math.floor(index / C) % from.size[1]) - toPlace.left;
    const y = fromPlace.top + (Math.floor(index / (C * from.size[1])) % from.size[0]) - toPlace.top;
    const n = fromPlace.image + Math.floor(index / (C * from.size[1] * from.size[0])) - toPlace.image;
    target[((n * to.size[0] + y) * to.size[1] + x) * to.map[2] + c] = cotangent[index];
  }
}

interface Scratch {
  readonly widened: Float64Array | null;
  readonly pulled: Float64Array | null;
  readonly blocks: readonly Float64Array[];
}

const scratchOf = (step: PullStep): Scratch => ({
  widened: step.widen ? new Float64Array(cellsOf(step.widen)) : null,
  pulled: step.to ? new Float64Array(cellsOf(step.to)) : null,
  blocks: step.blocks.map(({ block }) => new Float64Array(block.width)),
});

/** All rows of the plan in float64. */
export async function jacobianOnHost(images: Images, plan: Plan, options: JacobianOptions): Promise<HostJacobian> {
  const began = performance.now();
  const values = hostParameters();
  const tapes = hostForward(plan.sites, images, values);
  const compact = new Float64Array(plan.rows * plan.rowWidth);
  const scratch = plan.steps.map(scratchOf);
  const one = Float64Array.of(1);
  const pace = paceOf(options, plan.rows);
  for (let index = 0; index < plan.rows; index++) {
    if (index % 512 === 0) await breathe(pace, index);
    pullRow(plan, tapes, values, scratch, one, plan.firstRow + index, compact.subarray(index * plan.rowWidth, (index + 1) * plan.rowWidth));
  }
  options.onProgress?.(plan.rows, plan.rows, 0);
  const summary = summaryOf(plan, { engine: 'cpu', passes: plan.rows, bytesPerNumber: 8, milliseconds: performance.now() - began, compileMilliseconds: 0 });
  return new HostJacobian({ ...plan, summary, slabs: [{ first: 0, count: plan.rows, values: compact }] });
}

function pullRow(plan: Plan, tapes: readonly HostTape[], values: HostParameters, scratch: readonly Scratch[], one: Float64Array, r: number, row: Float64Array): void {
  let window = plan.start;
  let place = placeOf(window, r);
  let cotangent = one;
  plan.steps.forEach((step, s) => {
    const site = plan.sites[step.at];
    const { host } = ruleOf(site.layer);
    const held = scratch[s];
    if (step.widen) {
      const wide = placeOf(step.widen, r);
      widen(window, place, cotangent, step.widen, wide, held.widened!);
      [window, place, cotangent] = [step.widen, wide, held.widened!];
    }
    step.blocks.forEach(({ which, block }, b) => {
      host.pullParameter!(site, tapes[step.at], which, cotangent, window, place, held.blocks[b]);
      row.set(held.blocks[b], block.offset);
    });
    if (!step.to) return;
    const below = placeOf(step.to, r);
    host.pullInput(site, tapes[step.at], values, cotangent, window, place, held.pulled!, step.to, below);
    [window, place, cotangent] = [step.to, below, held.pulled!];
  });
  if (plan.inputBlock) row.set(cotangent);
}

/** Lets messages through, stops when asked to, and tells how far it is. */
async function breathe(pace: Pace, done: number): Promise<void> {
  pace.stopIfAsked();
  if (done === 0) return;
  pace.tell(done);
  await new Promise((resolve) => setTimeout(resolve));
}
