// The float64 reference: forward, then one row after another through the plan's windows.
import type { Images, Parameter } from '../model/network.ts';
import { ruleOf } from '../layers/rules.ts';
import type { HostParameters, HostTape, Site } from '../layers/layer.ts';
import { cellsOf, channelsOf, placeOf, type Place, type Window } from '../layers/window.ts';
import { notFinite } from './checks.ts';
import { IMAGES, type Pull } from './crossings.ts';
import type { JacobianOptions } from './jacobian.ts';
import { HostJacobian } from './hostJacobian.ts';
import { type Pace, paceOf } from './pace.ts';
import type { Plan, PullStep } from './plan.ts';
import { summaryOf } from './summary.ts';

/** Float64 copies of parameters, made once each. */
export function hostParameters(): HostParameters {
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

/** The forward pass of all sites. `known` holds what one of them is known to give; it is not computed again. */
export function hostForward(sites: readonly Site[], images: Pick<Images, 'data'>, values: HostParameters, known: readonly (HostTape | null)[] = []): HostTape[] {
  const data = Float64Array.from(images.data);
  const tapes: HostTape[] = [];
  for (const site of sites) {
    const inputs = site.from.map((from) => (from === IMAGES ? data : tapes[from].output));
    const tape = known[site.at] ?? ruleOf(site.layer).host.forward(site, inputs[0], values, inputs);
    if (!tape.output.every(Number.isFinite)) throw notFinite(site.layer.name);
    tapes.push(tape);
  }
  return tapes;
}

/** The output of the last of `sites`, float64. */
export function activationsOnHost(sites: readonly Site[], images: Images): Float64Array {
  return hostForward(sites, images, hostParameters()).at(-1)!.output;
}

/** Adds a cotangent to what is in a wider window, whose first channel is the narrow one's channel `first`. */
function addTo(from: Window, fromPlace: Place, cotangent: Float64Array, to: Window, toPlace: Place, target: Float64Array, first = 0): void {
  const [C, alive] = [channelsOf(from), channelsOf(to)];
  for (let index = 0; index < cotangent.length; index++) {
    if (cotangent[index] === 0) continue;
    const c = (from.channels === 'own' ? fromPlace.channel : index % C) - first;
    if (c < 0 || c >= to.map[2]) continue;
    const x = fromPlace.left + (Math.floor(index / C) % from.size[1]) - toPlace.left;
    const y = fromPlace.top + (Math.floor(index / (C * from.size[1])) % from.size[0]) - toPlace.top;
    const n = fromPlace.image + Math.floor(index / (C * from.size[1] * from.size[0])) - toPlace.image;
    target[((n * to.size[0] + y) * to.size[1] + x) * alive + (to.channels === 'own' ? 0 : c)] += cotangent[index];
  }
}

/** What one row needs on its way, made once for all rows. */
interface Scratch {
  readonly widened: Float64Array | null;
  readonly pulled: readonly Float64Array[];
  /** Where cotangents join: the same array for all that do. */
  readonly joined: readonly (Float64Array | null)[];
  readonly blocks: readonly Float64Array[];
}

function scratchOf(steps: readonly PullStep[]): Scratch[] {
  const joined = new Map<number, Float64Array>();
  const joining = ({ input, joins }: Pull): Float64Array | null => {
    if (joins && !joined.has(input)) joined.set(input, new Float64Array(cellsOf(joins)));
    return joined.get(input) ?? null;
  };
  return steps.map(({ widen, pulls, blocks }) => ({
    widened: widen ? new Float64Array(cellsOf(widen)) : null,
    pulled: pulls.map(({ to }) => new Float64Array(cellsOf(to))),
    joined: pulls.map(joining),
    blocks: blocks.map(({ block }) => new Float64Array(block.width)),
  }));
}

/** All rows of the plan in float64. */
export async function jacobianOnHost(images: Images, plan: Plan, options: JacobianOptions): Promise<HostJacobian> {
  const began = performance.now();
  const values = hostParameters();
  const tapes = hostForward(plan.sites, images, values);
  const compact = new Float64Array(plan.rows * plan.rowWidth);
  const scratch = scratchOf(plan.steps);
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
  const arrived = new Map<number, Float64Array>([[plan.sites.length - 1, one]]);
  plan.steps.forEach((step, s) => {
    const site = plan.sites[step.at];
    const { host } = ruleOf(site.layer);
    const held = scratch[s];
    const place = placeOf(step.from, r);
    let cotangent = arrived.get(step.at)!;
    if (step.widen) {
      held.widened!.fill(0);
      addTo(step.arrives, placeOf(step.arrives, r), cotangent, step.widen, place, held.widened!);
      cotangent = held.widened!;
    }
    step.blocks.forEach(({ which, block }, b) => {
      host.pullParameter!(site, tapes[step.at], which, cotangent, step.from, place, held.blocks[b]);
      row.set(held.blocks[b], block.offset);
    });
    step.pulls.forEach((pull, k) => pullTo(site, tapes[step.at], values, step, pull, cotangent, held.pulled[k], held.joined[k], arrived, r));
  });
  if (plan.inputBlock) row.set(arrived.get(IMAGES)!);
}

/** One row's cotangent to one of a layer's inputs, and there to those that it joins. */
function pullTo(
  site: Site, tape: HostTape, values: HostParameters, { from }: PullStep, { slot, input, to, joins }: Pull, cotangent: Float64Array,
  pulled: Float64Array, joined: Float64Array | null, arrived: Map<number, Float64Array>, r: number,
): void {
  const rule = ruleOf(site.layer);
  const [place, toPlace] = [placeOf(from, r), placeOf(to, r)];
  const merged = rule.merges?.(site);
  if (merged) addTo(from, place, cotangent, to, toPlace, pulled.fill(0), merged[slot]);
  else rule.host.pullInput(site, tape, values, cotangent, from, place, pulled, to, toPlace);
  if (joined && joins) {
    if (!arrived.has(input)) joined.fill(0);
    addTo(to, toPlace, pulled, joins, placeOf(joins, r), joined);
  }
  arrived.set(input, joined ?? pulled);
}

/** Lets messages through, stops when asked to, and tells how far it is. */
async function breathe(pace: Pace, done: number): Promise<void> {
  pace.stopIfAsked();
  if (done === 0) return;
  pace.tell(done);
  await new Promise((resolve) => setTimeout(resolve));
}
