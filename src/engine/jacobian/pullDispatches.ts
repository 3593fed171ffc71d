// The plan as dispatches: one-hot cotangents, then every layer crossed from top to bottom, for one chunk of rows.
import keepWindow from '../gpu/kernels/keep_window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import ones from '../gpu/kernels/ones.wgsl?raw';
import widenSource from '../gpu/kernels/widen.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import type { Dispatch } from '../gpu/compute.ts';
import type { CompactTarget, DeviceContext, DeviceTape } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { cellsOf, sideConstants, type Window, windowConstants } from '../layers/window.ts';
import type { Plan } from './plan.ts';

function onesDispatch(cotangent: GPUBuffer): Dispatch {
  return { source: windowHead + ones, constants: {}, buffers: [cotangent], threads: (_first, count) => count };
}

function widenDispatch(from: Window, to: Window, narrow: GPUBuffer, wide: GPUBuffer): Dispatch {
  const cells = cellsOf(to);
  return {
    source: windowHead + windowInHead + widenSource,
    constants: { ...windowConstants(from), ...sideConstants(to, '_IN') },
    buffers: [narrow, wide],
    threads: (_first, count) => count * cells,
  };
}

/**
 * Two cotangent buffers take turns; a layer that only rescales works in place. `compact` receives the rows' numbers.
 */
export function pullDispatches(plan: Plan, context: DeviceContext, tapes: readonly DeviceTape[], cotangents: readonly [GPUBuffer, GPUBuffer], compact: GPUBuffer): Dispatch[] {
  let [here, there] = cotangents;
  const swap = () => ([here, there] = [there, here]);
  let window = plan.start;
  const dispatches = [onesDispatch(here)];
  for (const step of plan.steps) {
    const site = plan.sites[step.at];
    const rule = ruleOf(site.layer);
    if (step.widen) {
      dispatches.push(widenDispatch(window, step.widen, here, there));
      swap();
    }
    const blocks = rule.parameters(site.layer).map((_parameter, which): CompactTarget | null => {
      const filled = step.blocks.find((each) => each.which === which);
      return filled ? { buffer: compact, rowWidth: plan.rowWidth, offset: filled.block.offset } : null;
    });
    const target = step.to && (rule.elementwise ? here : there);
    dispatches.push(...rule.device.pull(site, context, { tape: tapes[step.at], cotangent: here, from: step.from, target, to: step.to, blocks }));
    if (!step.to) break;
    if (target === there) swap();
    window = step.to;
  }
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
