// Weights on a device that no kernel of the forward pass would tell of if they were not finite.
import watchNumbers from '../gpu/kernels/watch_numbers.wgsl?raw';
import type { Dispatch } from '../gpu/compute.ts';
import type { DeviceContext, DeviceTape, Site } from '../layers/layer.ts';
import { numbersOf, parametersOf } from './parameters.ts';

/**
 * Looks at the weights of layers whose outputs nobody needs, or whose kernels do not look at what they write. Those on the host
 * have been looked at already.
 */
export function watchParameters(sites: readonly Site[], tapes: readonly DeviceTape[], passing: readonly Dispatch[], context: DeviceContext): Dispatch[] {
  return sites.flatMap((site, k): Dispatch[] => {
    const watched = passing.some(({ buffers }) => buffers.includes(tapes[k].output) && buffers.includes(context.notFinite));
    if (watched) return [];
    return parametersOf(site.layer).filter(({ values }) => !ArrayBuffer.isView(values)).map((parameter) => ({
      source: watchNumbers,
      constants: { NUMBERS: numbersOf(parameter), LAYER: site.at },
      buffers: [context.parameter(parameter), context.notFinite],
      threads: () => Math.ceil(numbersOf(parameter) / 16),
    }));
  });
}
