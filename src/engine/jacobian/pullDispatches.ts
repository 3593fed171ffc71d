// The plan as dispatches: one-hot cotangents, then every layer crossed from top to bottom, for one chunk of rows.
import keepWindow from '../gpu/kernels/keep_window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import widenSource from '../gpu/kernels/widen.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import type { CompactRows, CompactTarget, DeviceContext, DeviceTape } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { AS_IT_IS, type Gate, type Gates, ONE_HOT, pointRows, withGate } from '../layers/pointRows.ts';
import { cellsOf, isOneHot, sideConstants, type Window, windowConstants } from '../layers/window.ts';
import { IMAGES } from './crossings.ts';
import type { Plan, PullStep } from './plan.ts';
import { type Assigned, assignRegisters } from './registers.ts';

/** A cotangent into a wider window; `add`: to what is there. `first`: the channel of its map that is the wide one's first. */
function widenDispatch(from: Window, to: Window, narrow: GPUBuffer, wide: GPUBuffer, { add = false, first = 0 } = {}): Dispatch {
  const cells = cellsOf(to);
  const own = to.channels === 'own';
  return {
    source: joinedText(windowHead, windowInHead, widenSource),
    constants: merged(windowConstants(from), sideConstants(to, '_IN'), { ADD: add ? 1 : 0, FIRST_CHANNEL: first, OWN_IN: own ? 1 : 0 }),
    buffers: [narrow, wide],
    threads: (_first, count) => count * cells,
  };
}

/** Where each parameter of the step's layer puts its numbers. */
function targetsOf(plan: Plan, step: PullStep, compact: GPUBuffer): (CompactTarget | null)[] {
  const { layer } = plan.sites[step.at];
  return ruleOf(layer).parameters(layer).map((_parameter, which) => {
    const filled = step.blocks.find((each) => each.which === which);
    return filled ? { buffer: compact, rowWidth: plan.rowWidth, offset: filled.block.offset } : null;
  });
}

interface Pulling {
  readonly plan: Plan;
  readonly context: DeviceContext;
  readonly tapes: readonly DeviceTape[];
  /** As many as the plan says. */
  readonly cotangents: readonly GPUBuffer[];
  readonly rows: CompactRows;
}

/** What opens gates whose number lies, or is to lie, in `cotangent`. */
function opened(gates: Gates, window: Window, cotangent: GPUBuffer, { rows, tapes }: Pulling): Dispatch[] {
  return gates === AS_IT_IS ? [] : [pointRows(window, gates, cotangent, rows, null, true, tapes[0].input)];
}

/** A step's gate, which a layer leaves that only rescales rows of single numbers; null for any other. */
function gateOf(step: PullStep, blocks: (CompactTarget | null)[], { plan, context, tapes }: Pulling): Gate | null {
  const site = plan.sites[step.at];
  const { device } = ruleOf(site.layer);
  return (!step.widen && isOneHot(step.from) && device.gate?.(site, context, { tape: tapes[step.at], blocks })) || null;
}

/** Adds a gate to those that are still closed, opening these first where one kernel cannot open both. */
function gated(gates: Gates, gate: Gate, step: PullStep, here: GPUBuffer, pulling: Pulling): { gates: Gates; dispatches: Dispatch[] } {
  const together = withGate(gates, gate);
  const dispatches = together ? [] : opened(gates, step.from, here, pulling);
  const left = together ?? withGate(AS_IT_IS, gate)!;
  // Somebody else reads the number next, or nobody opens the gate later.
  const [pull] = step.pulls;
  if (pull && !pull.joins && pull.input !== IMAGES) return { gates: left, dispatches };
  return { gates: AS_IT_IS, dispatches: [...dispatches, ...opened(left, step.from, here, pulling)] };
}

/** A layer that is crossed by a kernel of its own, or that only passes its cotangent on. */
function crossed(step: PullStep, { arrives, widened, pulls }: Assigned, gates: Gates, blocks: (CompactTarget | null)[], pulling: Pulling): Dispatch[] {
  const { plan, context, tapes, cotangents, rows } = pulling;
  const site = plan.sites[step.at];
  const { device, merges } = ruleOf(site.layer);
  const closed = step.widen || merges || !device.opensGates;
  const dispatches = closed ? opened(gates, step.arrives, cotangents[arrives], pulling) : [];
  if (step.widen) dispatches.push(widenDispatch(step.arrives, step.widen, cotangents[arrives], cotangents[widened]));
  const here = cotangents[widened];
  if (merges) return [...dispatches, ...passedOn(step, merges(site), here, pulls, cotangents)];
  const [pull] = step.pulls;
  const target = pull ? cotangents[pulls[0].to] : null;
  const left = closed ? AS_IT_IS : gates;
  dispatches.push(...device.pull(site, context, { tape: tapes[step.at], cotangent: here, from: step.from, target, to: pull?.to ?? null, blocks, compact: rows, gates: left }));
  return dispatches;
}

/** To each input what is its own, unless it joins others there. */
function passedOn({ from, pulls }: PullStep, channels: readonly number[], here: GPUBuffer, assigned: Assigned['pulls'], cotangents: readonly GPUBuffer[]): Dispatch[] {
  return pulls.flatMap(({ slot, to, joins }, k) => {
    const { joined, first } = assigned[k];
    const there = cotangents[joined];
    return there === here ? [] : [widenDispatch(from, joins ?? to, here, there, { add: !first, first: channels[slot] })];
  });
}

/** What a layer has pulled to its one input, to the others there. */
function joining(step: PullStep, { pulls }: Assigned, { plan, cotangents }: Pulling): Dispatch[] {
  const [pull] = step.pulls;
  if (!pull?.joins || ruleOf(plan.sites[step.at].layer).merges) return [];
  const { to, joined, first } = pulls[0];
  return [widenDispatch(pull.to, pull.joins, cotangents[to], cotangents[joined], { add: !first })];
}

/**
 * Few cotangent buffers take turns; a layer that only rescales works in place. While rows are single numbers, such layers
 * leave gates that the next other layer opens. `compact` receives the rows' numbers.
 */
export function pullDispatches(plan: Plan, context: DeviceContext, tapes: readonly DeviceTape[], cotangents: readonly GPUBuffer[], compact: GPUBuffer): Dispatch[] {
  const pulling: Pulling = { plan, context, tapes, cotangents, rows: { buffer: compact, rowWidth: plan.rowWidth, spread: plan.spread } };
  const { assigned } = assignRegisters(plan.sites, plan.steps);
  const gatesAt = new Map<number, Gates>([[plan.sites.length - 1, ONE_HOT]]);
  const dispatches = plan.steps.flatMap((step, s) => {
    const blocks = targetsOf(plan, step, compact);
    const gates = gatesAt.get(step.at) ?? AS_IT_IS;
    const gate = gateOf(step, blocks, pulling);
    if (!gate) return [...crossed(step, assigned[s], gates, blocks, pulling), ...joining(step, assigned[s], pulling)];
    const left = gated(gates, gate, step, cotangents[assigned[s].arrives], pulling);
    if (step.pulls.length > 0) gatesAt.set(step.pulls[0].input, left.gates);
    return [...left.dispatches, ...joining(step, assigned[s], pulling)];
  });
  if (plan.inputBlock) dispatches.push(keepDispatch(plan, cotangents[lastRegister(plan, assigned)], compact));
  return dispatches;
}

/** Where the cotangent on the images has ended. */
function lastRegister({ steps }: Plan, assigned: readonly Assigned[]): number {
  for (const [s, { pulls }] of [...steps.entries()].reverse()) {
    const k = pulls.findIndex(({ input }) => input === IMAGES);
    if (k >= 0) return assigned[s].pulls[k].joined;
  }
  return 0;
}

function keepDispatch(plan: Plan, cotangent: GPUBuffer, compact: GPUBuffer): Dispatch {
  const { offset, width } = plan.inputBlock!;
  return {
    source: joinedText(windowHead, keepWindow),
    constants: { ROW_WIDTH: plan.rowWidth, OFFSET: offset, WIDTH: width },
    buffers: [cotangent, compact],
    threads: (_first, count) => count * width,
  };
}
