// Folding on a device: the kernels of layers that a cell passes without spreading. Knows no network.
import foldActivation from '../gpu/kernels/fold_activation.wgsl?raw';
import foldMaxPool from '../gpu/kernels/fold_max_pool.wgsl?raw';
import foldNorm from '../gpu/kernels/fold_norm.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import { expand } from '../gpu/expand.ts';
import type { DeviceTape, Elementwise, Fold, Folded } from './layer.ts';

const stateOf = ({ cells, first, moved }: Fold) => ({ CELLS: cells, FIRST: first ? 1 : 0, MOVED: moved ? 1 : 0 });

const everyCell = (fold: Fold) => (_first: number, count: number) => count * fold.cells;

/** An elementwise function. */
export function foldSlope(fold: Fold, tape: DeviceTape, { source: functions, constants }: Elementwise): Folded {
  const { gain, source } = fold;
  return {
    dispatches: [{ source: joinedText(functions, foldActivation), constants: merged(constants, stateOf(fold)), buffers: [tape.input, gain, source], threads: everyCell(fold) }],
  };
}

/** A batch norm of C channels whose statistics stay, with the function above it, if that has been left to it; `toGamma` and `toBeta` receive each cell's derivatives. */
export function foldBatchNorm(fold: Fold, tape: DeviceTape, channels: number, gamma: GPUBuffer, toGamma: GPUBuffer, toBeta: GPUBuffer): Folded {
  const { gain, source, above } = fold;
  return {
    dispatches: [
      {
        source: joinedText(above?.elementwise.source ?? '', expand(foldNorm, { above: above ? [1] : [] })),
        constants: merged(above?.elementwise.constants, stateOf(fold), { CHANNELS: channels }),
        buffers: [tape.input, gain, source, tape.statistics!, gamma, toGamma, toBeta, ...(above ? [above.input] : [])],
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
