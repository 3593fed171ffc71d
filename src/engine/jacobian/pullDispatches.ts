// The plan as dispatches: one-hot cotangents, then every layer crossed from top to bottom, for one chunk of rows.
import keepWindow from '../gpu/kernels/keep_window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import widenSource from '../gpu/kernels/widen.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import type { Dispatch } from '../gpu/compute.ts';
import type { CompactTarget, DeviceContext, DeviceTape } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { AS_IT_IS, ONE_HOT, pointRows, withGate } from '../layers/pointRows.ts';
import { cellsOf, isOneHot, sideConstants, type Window, windowConstants } from '../layers/window.ts';
import type { Plan, PullStep } from './plan.ts';

function widenDispatch(from: Window, to: Window, narrow: GPUBuffer, wide: GPUBuffer): Dispatch {
  const cells = cellsOf(to);
  return {
    source: windowHead + windowInHead + widenSource,
    constants: { ...windowConstants(from), ...sideConstants(to, '_IN') },
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

/**
 * Two cotangent buffers take turns; a layer that only rescales works in place. While rows are single numbers, such layers
 * leave gates that the next other layer opens. `compact` receives the rows' numbers.
 */
export function pullDispatches(plan: Plan, context: DeviceContext, tapes: readonly DeviceTape[], cotangents: readonly [GPUBuffer, GPUBuffer], compact: GPUBuffer): Dispatch[] {
  let [here, there] = cotangents;
  const swap = () => ([here, there] = [there, here]);
  const rows = { buffer: compact, rowWidth: plan.rowWidth, spread: plan.spread };
  const dispatches: Dispatch[] = [];
  let window = plan.start;
  let gates = ONE_HOT;
  const openGates = () => {
    if (gates !== AS_IT_IS) dispatches.push(pointRows(window, gates, here, rows, null, true, tapes[0].input));
    gates = AS_IT_IS;
  };
  for (const step of plan.steps) {
    const site = plan.sites[step.at];
    const { elementwise, device } = ruleOf(site.layer);
    const tape = tapes[step.at];
    const blocks = targetsOf(plan, step, compact);
    const gate = !step.widen && isOneHot(step.from) ? device.gate?.(site, context, { tape, blocks }) : undefined;
    if (gate) {
      if (!withGate(gates, gate)) openGates();
      gates = withGate(gates, gate)!;
      window = step.to ?? step.from;
      continue;
    }
    if (step.widen || !device.opensGates) openGates();
    if (step.widen) {
      dispatches.push(widenDispatch(window, step.widen, here, there));
      swap();
    }
    const target = step.to && (elementwise ? here : there);
    dispatches.push(...device.pull(site, context, { tape, cotangent: here, from: step.from, target, to: step.to, blocks, compact: rows, gates }));
    gates = AS_IT_IS;
    if (target === there) swap();
    window = step.to ?? step.from;
  }
  openGates();
  if (plan.inputBlock) dispatches.push(keepDispatch(plan, here, compact));
  return dispatches;
}

function keepDispatch(plan: Plan, cotangent: GPUBuffer, compact: GPUBuffer): Dispatch {
  const { offset, width } = plan.inputBlock!;
  return {
    source: windowHead + keepWindow,
    constants: { ROW_WIDTH: plan.rowWidth, OFFSET: offset, WIDTH: width },
    buffers: [cotangent, compact],
    threads: (_first, count) => count * width,
  };
}
