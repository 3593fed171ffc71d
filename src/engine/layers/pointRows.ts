// Rows whose cotangent is still one number. Elementwise layers are not crossed one by one then: each leaves a gate, and one
// kernel opens all gates together with the convolution below them.
import activationFunctions from '../gpu/kernels/activation_functions.wgsl?raw';
import convolutionHead from '../gpu/kernels/convolution.wgsl?raw';
import pointRowsSource from '../gpu/kernels/point_rows.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import { expand } from '../gpu/expand.ts';
import { upTo } from '../gpu/tiles.ts';
import type { CompactRows, CompactTarget } from './layer.ts';
import { type Window, windowConstants } from './window.ts';

export interface SlopeGate {
  readonly kind: 'slope';
  /** What the activation was given, and which it is, for activation_functions.wgsl. */
  readonly input: GPUBuffer;
  readonly constants: Readonly<Record<string, number>>;
}

export interface NormGate {
  readonly kind: 'norm';
  readonly input: GPUBuffer;
  readonly output: GPUBuffer;
  readonly statistics: GPUBuffer;
  readonly scale: GPUBuffer;
  readonly offset: GPUBuffer;
  readonly gamma: CompactTarget | null;
  readonly beta: CompactTarget | null;
}

export type Gate = SlopeGate | NormGate;

/** Gates not opened yet. `one`: the cotangent under them is the one-hot one; else it is in its buffer. */
export interface Gates {
  readonly one: boolean;
  readonly slope: SlopeGate | null;
  readonly norm: NormGate | null;
}

export const ONE_HOT: Gates = { one: true, slope: null, norm: null };
export const AS_IT_IS: Gates = { one: false, slope: null, norm: null };

/** With one more gate below the others; null when the kernel cannot open them in that order. */
export function withGate(gates: Gates, gate: Gate): Gates | null {
  if (gates.norm) return null;
  if (gate.kind === 'norm') return { ...gates, norm: gate };
  return gates.slope ? null : { ...gates, slope: gate };
}

/** What stands under the gates: a convolution's constants and input, and where its numbers go. */
export interface UnderGates {
  readonly constants: Record<string, number>;
  readonly input: GPUBuffer;
  readonly kernel: CompactTarget | null;
  readonly bias: CompactTarget | null;
}

const NOTHING = { KH: 1, KW: 1, CONV_STRIDE_Y: 1, CONV_STRIDE_X: 1, DILATION_Y: 1, DILATION_X: 1, BEFORE_Y: 0, BEFORE_X: 0, IN_H: 1, IN_W: 1, CIN: 1, OUT_H: 1, OUT_W: 1, COUT: 1 };

/** Opens the gates; `under` is the convolution below, if there is one. `keep` leaves the cotangent in its buffer. */
export function pointRows(window: Window, gates: Gates, cotangent: GPUBuffer, compact: CompactRows, under: UnderGates | null, keep: boolean, spare: GPUBuffer): Dispatch {
  const { one, slope, norm } = gates;
  // Right above the norm, the activation's input is worked out again instead of being read.
  const fused = slope !== null && norm !== null && slope.input === norm.output;
  return {
    source: joinedText(windowHead, convolutionHead, activationFunctions, expand(pointRowsSource, patchScope(under))),
    constants: merged(windowConstants(window), under?.constants ?? NOTHING, slope?.constants ?? { FUNCTION: 0, NUMBER: 0 }, {
      ROW_WIDTH: compact.rowWidth,
      SPREAD: compact.spread ? 1 : 0,
      ONE: one ? 1 : 0,
      SLOPE: slope ? 1 : 0,
      NORM: norm ? 1 : 0,
      FUSED: fused ? 1 : 0,
      GAMMA_OFFSET: norm?.gamma?.offset ?? -1,
      BETA_OFFSET: norm?.beta?.offset ?? -1,
      KERNEL_OFFSET: under?.kernel?.offset ?? -1,
      BIAS_OFFSET: under?.bias?.offset ?? -1,
      KEEP: keep ? 1 : 0,
    }),
    buffers: [cotangent, under?.input ?? spare, compact.buffer, fused ? norm.offset : (slope?.input ?? spare), norm?.input ?? spare, norm?.statistics ?? spare, norm?.scale ?? spare],
    threads: (first, count) => positions(window, first, count),
  };
}

/** Numbers of a patch that are held at once, as in point_rows.wgsl. */
const TILE = 32;

/** How a thread holds its patch; see there. */
function patchScope(under: UnderGates | null) {
  const { KH, KW, CIN } = under?.constants ?? NOTHING;
  const width = KH * KW * CIN;
  const whole = under?.kernel && width <= TILE;
  const list = (count: number) => (whole ? upTo(count) : []);
  return { KW, CIN, y: list(KH), x: list(KW), c: list(CIN), k: list(width), large: whole ? [] : [1] };
}

/** Positions (n, i, j) that rows first … first + count − 1 touch. */
function positions(window: Window, first: number, count: number): number {
  const C = window.rows[2];
  return Math.floor((first + count - 1) / C) - Math.floor(first / C) + 1;
}
