// One forward pass in float64 on the host, kept whole: what single entries and small steps are worked out from. Knows no session.
import type { HostParameters, HostTape, Site } from '../../layers/layer.ts';
import { ruleOf } from '../../layers/rules.ts';
import type { Images, Network, Parameter } from '../../model/network.ts';
import { hostForward, hostParameters } from '../computeOnHost.ts';
import { IMAGES } from '../crossings.ts';
import { sitesOf } from '../plan.ts';

export interface Trace {
  readonly sites: readonly Site[];
  /** Of each site, in their order. */
  readonly tapes: readonly HostTape[];
  readonly values: HostParameters;
  /** [N, H, W, C] */
  readonly data: Float64Array;
}

/** The pass of `images` up to layer `of`. @throws when an output is not finite or the numbers are on a device. */
export function traceOf(network: Network, images: Images, of: string, batchNorm: 'inference' | 'batch'): Trace {
  const sites = sitesOf(network, images.shape[0], of, batchNorm === 'batch');
  const values = hostParameters();
  return { sites, values, data: Float64Array.from(images.data), tapes: hostForward(sites, images, values) };
}

/** What moves: parameters, by name, and images, each with the numbers that it has instead. */
export interface Change {
  readonly parameters: ReadonlyMap<string, Float64Array>;
  readonly data: Float64Array | null;
}

/**
 * The same pass after a change. Layers that it does not reach keep their tapes; nothing of `trace` is changed. `part`: another pass
 * of the same network and images after the same change, whose tapes are taken over.
 */
export function traceAfter({ sites, tapes, values, data }: Trace, change: Change, part: Trace | null = null): Trace {
  const changed = (parameter: Parameter) => change.parameters.get(parameter.name) ?? values(parameter);
  const known = new Map(part?.sites.map(({ layer }, at) => [layer, part.tapes[at]]));
  const reached: boolean[] = [];
  for (const { at, from, layer } of sites) {
    const own = ruleOf(layer).parameters(layer).some(({ name }) => change.parameters.has(name));
    reached[at] = own || from.some((input) => (input === IMAGES ? change.data !== null : reached[input]));
  }
  const after = change.data ?? data;
  return { sites, values: changed, data: after, tapes: hostForward(sites, { data: after }, changed, tapes.map((tape, at) => (reached[at] ? (known.get(sites[at].layer) ?? null) : tape))) };
}

/** The output of a site, or the images. */
export function outputAt({ tapes, data }: Trace, at: number): Float64Array {
  return at === IMAGES ? data : tapes[at].output;
}
