// Folding on a device: the kernels of layers that a cell passes without spreading. Knows no network.
import foldActivation from '../gpu/kernels/fold_activation.wgsl?raw';
import foldMaxPool from '../gpu/kernels/fold_max_pool.wgsl?raw';
import foldNorm from '../gpu/kernels/fold_norm.wgsl?raw';
import type { DeviceTape, Fold, Folded } from './layer.ts';

const stateOf = ({ cells, first, moved }: Fold) => ({ CELLS: cells, FIRST: first ? 1 : 0, MOVED: moved ? 1 : 0 });

const everyCell = (fold: Fold) => (_first: number, count: number) => count * fold.cells;

/** An activation: `functions` is the WGSL that defines `slope`, with its constants. */
export function foldSlope(fold: Fold, tape: DeviceTape, functions: string, constants: Record<string, number>): Folded {
  const { gain, source } = fold;
  return {
    dispatches: [{ source: functions + foldActivation, constants: { ...constants, ...stateOf(fold) }, buffers: [tape.input, gain, source], threads: everyCell(fold) }],
  };
}

/** A batch norm of C channels whose statistics stay; `toGamma` and `toBeta` receive each cell's derivatives. */
export function foldBatchNorm(fold: Fold, tape: DeviceTape, channels: number, gamma: GPUBuffer, toGamma: GPUBuffer, toBeta: GPUBuffer): Folded {
  const { gain, source } = fold;
  return {
    dispatches: [
      {
        source: foldNorm,
        constants: { ...stateOf(fold), CHANNELS: channels },
        buffers: [tape.input, gain, source, tape.statistics!, gamma, toGamma, toBeta],
        threads: everyCell(fold),
      },
    ],
    numbers: [toGamma, toBeta],
    live: toBeta,
  };
}

/** A max pool: cells come from the winners. */
export function foldWinners(fold: Fold, tape: DeviceTape): Folded {
  return {
    dispatches: [{ source: foldMaxPool, constants: stateOf(fold), buffers: [tape.winners!, fold.gain, fold.source], threads: everyCell(fold) }],
  };
}
