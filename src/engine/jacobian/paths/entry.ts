// One entry of J taken apart: the cells that its parameter acts on, what each does to the unit, and what the unit owes to each.
import { ruleOf } from '../../layers/rules.ts';
import { IMAGES, leadingTo } from '../crossings.ts';
import { cotangentsOf, type Cotangents, type Wanted } from './cotangents.ts';
import { localRows } from './localRows.ts';
import { parameterEffect } from './parameterEffect.ts';
import type { Target } from './strongestPaths.ts';
import type { Trace } from './trace.ts';

/** The cells of one layer through which a parameter or a pixel acts. All arrays [N, H, W, C] of the layer's output. */
export interface ActsThrough {
  readonly at: number;
  /** ∂unit/∂cell. */
  readonly upstream: Float64Array;
  /** ∂cell/∂parameter. */
  readonly local: Float64Array;
}

export interface Entry {
  /** Where paths to the unit begin. */
  readonly target: Target;
  readonly wanted: Wanted;
  readonly cotangents: Cotangents;
  /** One layer for a parameter; for a pixel every layer that takes the images. */
  readonly through: readonly ActsThrough[];
  /** Σ upstream · local over all of them: the entry. */
  readonly sum: number;
}

/** The entry of unit `r` (counted over all images) and number `offset` of `parameter`, by name; `input`: of the images. @throws when there is no such parameter. */
export function entryOf(trace: Trace, r: number, parameter: string, offset: number): Entry {
  const target = targetOf(trace, parameter, offset);
  const images = target.at === IMAGES;
  const wanted: Wanted = { leads: leadingTo(trace.sites, new Set(images ? [] : [target.at]), images), images };
  const cotangents = cotangentsOf(trace, r, wanted);
  const through = images ? throughFirstLayers(trace, cotangents, offset) : [{ at: target.at, upstream: cotangents.at[target.at] ?? new Float64Array(target.local.length), local: target.local }];
  const sum = through.reduce((total, { upstream, local }) => upstream.reduce((part, value, cell) => part + value * local[cell], total), 0);
  return { target, wanted, cotangents, through, sum };
}

function targetOf(trace: Trace, parameter: string, offset: number): Target {
  const found = trace.sites.flatMap(({ at, layer }) => ruleOf(layer).parameters(layer).map((each) => ({ at, each }))).find(({ each }) => each.name === parameter);
  const one = found ? new Float64Array(trace.values(found.each).length) : new Float64Array(trace.data.length);
  if (!found && parameter !== 'input') throw new Error(`parameter: ${parameter} is not at or below this layer`);
  one[offset] = 1;
  return found ? { at: found.at, local: parameterEffect(trace, found.at, new Map([[parameter, one]])) } : { at: IMAGES, local: one };
}

/** What a pixel does in each layer that takes the images. */
function throughFirstLayers(trace: Trace, cotangents: Cotangents, pixel: number): ActsThrough[] {
  return trace.sites.flatMap(({ at, from }) => {
    const upstream = cotangents.at[at];
    if (!upstream || !from.includes(IMAGES)) return [];
    const local = new Float64Array(upstream.length);
    from.forEach((input, slot) => {
      if (input !== IMAGES) return;
      const row = localRows(trace, at, slot);
      upstream.forEach((value, r) => {
        if (value !== 0) row(r, (cell, derivative) => cell === pixel && (local[r] += derivative));
      });
    });
    return [{ at, upstream, local }];
  });
}
