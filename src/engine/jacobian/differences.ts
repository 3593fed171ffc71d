// Columns of a Jacobian by central finite differences of the float64 forward pass, and which of their entries a kink spoils.
import type { Images, Network } from '../model/network.ts';
import { activationsOnHost } from './computeOnHost.ts';
import type { Floats, JacobianOptions } from './jacobian.ts';
import { withParameters } from './parameters.ts';
import { sitesOf } from './plan.ts';

/** The step in float64, and the part of a column's largest entry by which a kink shows. */
const STEP = 1e-5;
const KINK = 1e-5;
/** Parts of the largest output: what rounding alone makes of a difference, and what an entry must reach for differences to know it well. */
const ROUNDING = 1e-8;
const FLOOR = 1e-6;

const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

export interface Differences {
  readonly values: Float64Array;
  /** 1 where a ReLU flips or a pool's winner changes near the point, so that differences say nothing. */
  readonly kinks: Uint8Array;
  /** Below this a difference is mostly rounding. */
  readonly floor: number;
}

/** The network or images with one number moved by `by`. */
function moved(network: Network, images: Images, parameter: string, at: number, by: number): { network: Network; images: Images } {
  const change = (values: Floats): Float64Array => {
    const copy = Float64Array.from(values);
    copy[at] += by;
    return copy;
  };
  if (parameter === 'input') return { network, images: { ...images, data: change(images.data) } };
  const there = withParameters(network, (each) => (each.name === parameter ? { ...each, values: change(each.values as Floats) } : each));
  return { network: there, images };
}

/**
 * Column `at` of `parameter` (or of 'input'), rows first … first + count − 1. For a smooth function halving the step leaves the
 * central difference as it is and halves the gap between the differences to either side. At a kink one of the two fails: the
 * central difference moves where the kink lies beside the point, and the gap stays where it lies on it, as with a ReLU at zero.
 */
export function differences(network: Network, images: Images, options: JacobianOptions, parameter: string, at: number, [first, count]: readonly [number, number]): Differences {
  const forward = (by: number): Float64Array => {
    const there = moved(network, images, parameter, at, by);
    return activationsOnHost(sitesOf(there.network, images.shape[0], options.of, options.batchNorm === 'batch'), there.images).subarray(first, first + count);
  };
  const here = forward(0);
  const about = (step: number) => {
    const [up, down] = [forward(step), forward(-step)];
    return { central: up.map((value, r) => (value - down[r]) / (2 * step)), gap: up.map((value, r) => Math.abs(value - 2 * here[r] + down[r]) / step) };
  };
  const [whole, half] = [about(STEP), about(STEP / 2)];
  const bound = Math.max(KINK * largest(whole.central), ROUNDING * largest(here));
  const kinks = Uint8Array.from(here, (_, r) => {
    const moves = Math.abs(whole.central[r] - half.central[r]) > bound;
    const stays = whole.gap[r] > bound && half.gap[r] > 0.75 * whole.gap[r];
    return moves || stays ? 1 : 0;
  });
  return { values: half.central, kinks, floor: FLOOR * largest(here) };
}
