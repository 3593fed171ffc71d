// How cotangents go from the layer asked for down to what is asked for: which layers are crossed, and in which windows. Pure.
import type { Site } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { hull, isPlane, ownWindow, planeWindow, type Window } from '../layers/window.ts';

/** The network's input, where a site's number is asked for. */
export const IMAGES = -1;

/** A cotangent on its way from a layer's output to one of its inputs. */
export interface Pull {
  /** Which of the layer's inputs. */
  readonly slot: number;
  /** The site whose output that input is, or `IMAGES`. */
  readonly input: number;
  readonly to: Window;
  /** Where several layers take that output: the window that holds the cotangents of all of them, to which this one is added. */
  readonly joins: Window | null;
}

/** One layer crossed from its output to its inputs. */
export interface Crossing {
  /** Index into `sites`. */
  readonly at: number;
  /** Where the cotangent arrives. */
  readonly arrives: Window;
  /** The cotangent is first spread to this window; null where it already has it. */
  readonly widen: Window | null;
  readonly from: Window;
  /** None where nothing below is asked for. */
  readonly pulls: readonly Pull[];
}

export interface Crossings {
  /** From the top down. */
  readonly crossed: readonly Crossing[];
  /** Where the cotangent ends when the images are asked for. */
  readonly onImages: Window | null;
}

/** Which sites have something that is asked for at or below them; `asked` are sites of parameters. */
export function leadingTo(sites: readonly Site[], asked: ReadonlySet<number>, needInput: boolean): readonly boolean[] {
  const leads: boolean[] = [];
  for (const { at, from } of sites) leads.push(asked.has(at) || from.some((input) => (input === IMAGES ? needInput : leads[input])));
  return leads;
}

/** Where the cotangent on a site's output has to be before the site is crossed. */
function spreadAt(sites: readonly Site[], at: number, arrives: Window, dense: boolean): Window {
  const { images } = sites[at];
  const rule = ruleOf(sites[at].layer);
  const coupled = rule.needsWholeBatch?.(sites[at]) ?? false;
  const spread = coupled || (dense && at === sites.length - 1) || (rule.needsPlane?.(sites[at], arrives) ?? false);
  const across = coupled || (dense && sites.some(({ batchStatistics }) => batchStatistics)) ? images : arrives.images;
  return spread && !(isPlane(arrives) && arrives.images === across) ? planeWindow(arrives, across) : arrives;
}

/**
 * The windows from the top down, through the sites that lead to what is asked for. Where several layers take one output their
 * windows meet there, and the smallest window that covers them goes on.
 */
export function crossings(sites: readonly Site[], leads: readonly boolean[], needInput: boolean, dense: boolean): Crossings {
  const arriving = new Map<number, Window[]>([[sites.length - 1, [ownWindow(sites[sites.length - 1].output)]]]);
  const joined = new Map<number, Window>();
  const crossed: Crossing[] = [];
  for (let at = sites.length - 1; at >= 0; at--) {
    const windows = arriving.get(at);
    if (!windows) continue;
    const met = hull(windows);
    const from = spreadAt(sites, at, met, dense);
    // Cotangents that meet are put together in the window that is needed.
    const arrives = windows.length > 1 ? from : met;
    if (windows.length > 1) joined.set(at, from);
    const rule = ruleOf(sites[at].layer);
    const pulls = sites[at].from.flatMap((input, slot): Pull[] => {
      if (input === IMAGES ? !needInput : !leads[input]) return [];
      return [{ slot, input, to: rule.pullWindow(sites[at], from, slot), joins: null }];
    });
    for (const { input, to } of pulls) arriving.set(input, [...(arriving.get(input) ?? []), to]);
    crossed.push({ at, arrives, widen: from === arrives ? null : from, from, pulls });
  }
  const last = arriving.get(IMAGES);
  const onImages = last ? hull(last) : null;
  if (last && last.length > 1) joined.set(IMAGES, onImages!);
  return { crossed: crossed.map((each) => ({ ...each, pulls: each.pulls.map((pull) => ({ ...pull, joins: joined.get(pull.input) ?? null })) })), onImages };
}

/** Multiply-adds of one row at one site. */
export function costOf(sites: readonly Site[], { at, from, pulls }: Crossing): number {
  const site = sites[at];
  const cost = (to: Window) => ruleOf(site.layer).cost(site, from, to);
  return cost(pulls[0]?.to ?? from).parameters + pulls.reduce((total, { to }) => total + cost(to).input, 0);
}
