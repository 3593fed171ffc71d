// J·δ without J: a direction of the parameters or the images pushed up through the layers, in float64. Exact to rounding.
import { ruleOf } from '../../layers/rules.ts';
import { volume } from '../../layers/window.ts';
import { IMAGES } from '../crossings.ts';
import { localRows, pullWhole } from './localRows.ts';
import { parameterEffect } from './parameterEffect.ts';
import type { Change, Trace } from './trace.ts';

/** J·δ of the last site, [N, H, W, C]. `direction` holds δ: of parameters by name, and of the images. */
export function tangentOf(trace: Trace, direction: Change): Float64Array {
  const tangents: (Float64Array | null)[] = [];
  for (const { at, from, layer, images, output } of trace.sites) {
    const tangent = new Float64Array(images * volume(output));
    let moves = false;
    const add = (part: Float64Array) => {
      moves = true;
      part.forEach((value, cell) => (tangent[cell] += value));
    };
    if (ruleOf(layer).parameters(layer).some(({ name }) => direction.parameters.has(name))) add(parameterEffect(trace, at, direction.parameters));
    from.forEach((input, slot) => {
      const below = input === IMAGES ? direction.data : tangents[input];
      if (below) add(pushed(trace, at, slot, below));
    });
    tangents[at] = moves ? tangent : null;
  }
  return tangents.at(-1) ?? new Float64Array(trace.tapes.at(-1)!.output.length);
}

/**
 * ∂output/∂input · tangent of one layer. Elementwise layers, and a batch norm with batch statistics, have symmetric derivatives, so
 * that pushing up is pulling down: that takes one pull instead of one an output.
 */
function pushed(trace: Trace, at: number, slot: number, tangent: Float64Array): Float64Array {
  const { images, output, layer } = trace.sites[at];
  const rule = ruleOf(layer);
  if (rule.elementwise && !rule.merges) return pullWhole(trace, at, slot, tangent);
  const row = localRows(trace, at, slot);
  return new Float64Array(images * volume(output)).map((_, r) => {
    let total = 0;
    row(r, (cell, derivative) => (total += derivative * tangent[cell]));
    return total;
  });
}
