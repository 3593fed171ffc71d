// The gradient of one number that is known by its derivatives at some layer's outputs: a row of J, or a loss. In float64, on the host.
import { ruleOf } from '../../layers/rules.ts';
import { ownWindow, placeOf, planeWindow } from '../../layers/window.ts';
import { leadingTo } from '../crossings.ts';
import { pullFrom } from './cotangents.ts';
import type { Change, Trace } from './trace.ts';

/** `put`: derivatives by outputs of sites, [N, H, W, C]. Asked for: parameters by name, or the images. */
export function gradientOf(trace: Trace, put: ReadonlyMap<number, Float64Array>, wrt: readonly string[] | 'input'): Change {
  const images = wrt === 'input';
  const asked = trace.sites.flatMap(({ at, layer }) => ruleOf(layer).parameters(layer).flatMap(({ name, shape }, which) => (!images && wrt.includes(name) ? [{ at, which, name, shape }] : [])));
  const arrived = pullFrom(trace, put, { leads: leadingTo(trace.sites, new Set(asked.map(({ at }) => at)), images), images });
  const parameters = asked.map(({ at, which, name, shape }): [string, Float64Array] => {
    const gradient = new Float64Array(shape.reduce((size, extent) => size * extent, 1));
    const [site, cotangent] = [trace.sites[at], arrived.at[at]];
    const window = planeWindow(ownWindow(site.output), site.images);
    if (cotangent) ruleOf(site.layer).host.pullParameter!(site, trace.tapes[at], which, cotangent, window, placeOf(window, 0), gradient);
    return [name, gradient];
  });
  return { parameters: new Map(parameters), data: images ? (arrived.images ?? new Float64Array(trace.data.length)) : null };
}
