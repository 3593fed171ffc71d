// The derivatives of single outputs of one layer by its inputs, from the layer's own pull-back of a one-hot cotangent.
import { forEachCell, mapIndex } from '../../layers/hostCells.ts';
import type { Site } from '../../layers/layer.ts';
import { ruleOf } from '../../layers/rules.ts';
import { cellsOf, ownWindow, placeOf, planeWindow, volume } from '../../layers/window.ts';
import type { Trace } from './trace.ts';

export type Visit = (cell: number, derivative: number) => void;

/** Calls `visit` with every input cell [N, H, W, C] of which output cell `r` has a derivative other than zero. */
export type LocalRow = (r: number, visit: Visit) => void;

/** The rows of site `at` by its input number `slot`. With batch statistics each reaches its channel's cells in all images. */
export function localRows({ sites, tapes, values }: Trace, at: number, slot: number): LocalRow {
  const site = sites[at];
  const rule = ruleOf(site.layer);
  const merged = rule.merges?.(site);
  if (merged) return mergedRow(site, slot, merged[slot]);
  const own = ownWindow(site.output);
  const coupled = rule.needsWholeBatch?.(site) ?? false;
  const from = coupled ? planeWindow(own, site.images) : own;
  const to = rule.pullWindow(site, from, slot);
  const cotangent = new Float64Array(cellsOf(from));
  const target = new Float64Array(cellsOf(to));
  return (r, visit) => {
    const live = coupled ? r : 0;
    const toPlace = placeOf(to, r);
    cotangent[live] = 1;
    rule.host.pullInput(site, tapes[at], values, cotangent, from, placeOf(from, r), target, to, toPlace);
    cotangent[live] = 0;
    forEachCell(to, toPlace, target, (derivative, n, y, x, c) => visit(mapIndex(site.inputs[slot], n, y, x, c), derivative));
  };
}

/** A layer that only puts its inputs together: the same cell, of the channels that come from this input. */
function mergedRow({ output, inputs }: Site, slot: number, first: number): LocalRow {
  const [C, own] = [output[2], inputs[slot][2]];
  return (r, visit) => {
    const c = (r % C) - first;
    if (c >= 0 && c < own) visit(Math.floor(r / C) * own + c, 1);
  };
}

/** A cotangent on the whole output of site `at`, pulled to its input number `slot`: [N, H, W, C] both. */
export function pullWhole({ sites, tapes, values }: Trace, at: number, slot: number, cotangent: Float64Array): Float64Array {
  const site = sites[at];
  const rule = ruleOf(site.layer);
  const pulled = new Float64Array(site.images * volume(site.inputs[slot]));
  const merged = rule.merges?.(site);
  if (merged) {
    const row = mergedRow(site, slot, merged[slot]);
    cotangent.forEach((value, r) => row(r, (cell) => void (pulled[cell] += value)));
    return pulled;
  }
  const from = planeWindow(ownWindow(site.output), site.images);
  const to = rule.pullWindow(site, from, slot);
  const target = new Float64Array(cellsOf(to));
  rule.host.pullInput(site, tapes[at], values, cotangent, from, placeOf(from, 0), target, to, placeOf(to, 0));
  forEachCell(to, placeOf(to, 0), target, (value, n, y, x, c) => void (pulled[mapIndex(site.inputs[slot], n, y, x, c)] = value));
  return pulled;
}
