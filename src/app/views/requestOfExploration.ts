// What an exploration was asked for, at whatever moment of the run. Pure.
import type { Exploration, ExploreRequest } from '../../engine/protocol.ts';

export function requestOfExploration({ digit, layer, wrt, batchNorm }: Exploration): ExploreRequest {
  return { digit: digit.index, of: layer.name, wrt, ...(batchNorm === 'batch' ? { batchNorm } : {}) };
}
