// Why an entry under batch statistics has no short path: the batch norm nearest to the parameter splits it into three terms,
// ∂L/∂x = γ/σ·g − γ/σ·mean(g) − γ/σ·x̂·mean(g·x̂) (Ioffe & Szegedy 2015), each pulled on down to the parameter.
import type { BatchNormLayer } from '../../model/network.ts';
import { IMAGES } from '../crossings.ts';
import { type Cotangents, pullFrom, type Wanted } from './cotangents.ts';
import type { Target } from './strongestPaths.ts';
import type { Trace } from './trace.ts';

export interface BatchTerms {
  readonly layer: string;
  /** Through the cell itself, through its channel's mean, through its channel's spread. */
  readonly direct: number;
  readonly mean: number;
  readonly correlation: number;
  /** On paths that go round this layer. */
  readonly past: number;
}

/** The lowest site above the target that couples the images; null where none does. */
export function couplingAt({ sites }: Trace, { at: target }: Target, { leads }: Wanted): number | null {
  const found = sites.find(({ at, batchStatistics }) => batchStatistics && leads[at] && at > target);
  return found?.at ?? null;
}

/** `cotangents` are those of the unit; the terms add up to `entry`. */
export function batchTerms(trace: Trace, at: number, target: Target, cotangents: Cotangents, wanted: Wanted, entry: number): BatchTerms {
  const site = trace.sites[at];
  const layer = site.layer as BatchNormLayer;
  const [below] = site.from;
  const parts = split(trace, at, cotangents.at[at] ?? new Float64Array(trace.tapes[at].output.length));
  const [direct, mean, correlation] = parts.map((part) => {
    const pulled = below === IMAGES || below === target.at ? part : pullFrom(trace, new Map([[below, part]]), wanted);
    const onTarget = pulled instanceof Float64Array ? pulled : target.at === IMAGES ? pulled.images : pulled.at[target.at];
    return onTarget ? onTarget.reduce((sum, value, cell) => sum + value * target.local[cell], 0) : 0;
  });
  return { layer: layer.name, direct, mean, correlation, past: entry - direct - mean - correlation };
}

/** The three parts of the cotangent on the batch norm's input. */
function split({ sites, tapes, values }: Trace, at: number, cotangent: Float64Array): Float64Array[] {
  const { layer, output } = sites[at];
  const { gamma } = layer as BatchNormLayer;
  const C = output[2];
  const count = cotangent.length / C;
  const { mean: centre, inverseSigma } = tapes[at].statistics!;
  const gain = (c: number) => (gamma ? values(gamma)[c] : 1) * inverseSigma[c];
  const normalised = (cell: number) => (tapes[at].input[cell] - centre[cell % C]) * inverseSigma[cell % C];
  const [sum, correlation] = [new Float64Array(C), new Float64Array(C)];
  cotangent.forEach((value, cell) => {
    sum[cell % C] += value / count;
    correlation[cell % C] += (value * normalised(cell)) / count;
  });
  return [
    cotangent.map((value, cell) => gain(cell % C) * value),
    cotangent.map((_, cell) => -gain(cell % C) * sum[cell % C]),
    cotangent.map((_, cell) => -gain(cell % C) * normalised(cell) * correlation[cell % C]),
  ];
}
