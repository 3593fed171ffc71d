// The arithmetic of a 2-D convolution that conv2d and dense share: geometry, float64 maps, device kernels.
import convPullInput from '../gpu/kernels/conv_pull_input.wgsl?raw';
import convPullKernel from '../gpu/kernels/conv_pull_kernel.wgsl?raw';
import convolutionHead from '../gpu/kernels/convolution.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import { deviceChannelSum } from './channelSum.ts';
import type { CompactTarget, DevicePull } from './layer.ts';
import { pointRows } from './pointRows.ts';
import { cellsOf, channelsOf, clampToMap, isOneHot, type Place, type Shape3, sideConstants, volume, type Window, windowConstants } from './window.ts';

export interface Geometry {
  readonly input: Shape3;
  readonly output: Shape3;
  /** [kh, kw] */
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Zeros above and left of the input. */
  readonly before: readonly [number, number];
}

/** Output extent and leading zeros along one axis; TensorFlow's rule, which puts the odd zero of 'same' at the end. */
export function alongAxis(size: number, k: number, stride: number, dilation: number, padding: 'valid' | 'same') {
  const reach = (k - 1) * dilation + 1;
  if (padding === 'valid') return { out: Math.floor((size - reach) / stride) + 1, before: 0 };
  const out = Math.ceil(size / stride);
  return { out, before: Math.floor(Math.max((out - 1) * stride + reach - size, 0) / 2) };
}

/** The input window that a window of outputs reads. */
export function pullConvWindow(g: Geometry, window: Window): Window {
  const pull = (a: 0 | 1) => ({
    size: (window.size[a] - 1) * g.strides[a] + (g.kernel[a] - 1) * g.dilation[a] + 1,
    stride: window.stride[a] * g.strides[a],
    origin: window.origin[a] * g.strides[a] - g.before[a],
  });
  const [y, x] = [pull(0), pull(1)];
  return clampToMap({
    rows: window.rows,
    map: g.input,
    images: window.images,
    size: [y.size, x.size],
    stride: [y.stride, x.stride],
    origin: [y.origin, x.origin],
    channels: 'all',
  });
}

/** z[n, y, x, o] = bias[o] + Σ kernel[ky, kx, c, o] · x[n, y·s + ky·d − p, x·s + kx·d − p, c] */
export function hostConvForward(g: Geometry, images: number, x: Float64Array, kernel: Float64Array, bias: Float64Array | null): Float64Array {
  const [Ho, Wo, Co] = g.output;
  const z = new Float64Array(images * volume(g.output));
  for (let at = 0; at < z.length; at += Co) {
    const position = at / Co;
    const [n, y, xx] = [Math.floor(position / (Ho * Wo)), Math.floor(position / Wo) % Ho, position % Wo];
    if (bias) z.set(bias, at);
    forEachTap(g, y, xx, (tap, yi, xi) => {
      const from = mapIndex(g.input, n, yi, xi, 0);
      for (let c = 0; c < g.input[2]; c++) {
        const value = x[from + c];
        const weights = (tap * g.input[2] + c) * Co;
        if (value !== 0) for (let o = 0; o < Co; o++) z[at + o] += value * kernel[weights + o];
      }
    });
  }
  return z;
}

/** Visits the input cells inside the map under each tap of output position (y, x). */
export function forEachTap(g: Geometry, y: number, x: number, visit: (tap: number, yi: number, xi: number) => void): void {
  for (let ky = 0; ky < g.kernel[0]; ky++) {
    const yi = y * g.strides[0] + ky * g.dilation[0] - g.before[0];
    if (yi < 0 || yi >= g.input[0]) continue;
    for (let kx = 0; kx < g.kernel[1]; kx++) {
      const xi = x * g.strides[1] + kx * g.dilation[1] - g.before[1];
      if (xi >= 0 && xi < g.input[1]) visit(ky * g.kernel[1] + kx, yi, xi);
    }
  }
}

/** Transposed convolution of one row's cotangent. */
export function hostPullInput(g: Geometry, kernel: Float64Array, cotangent: Float64Array, from: Window, place: Place, target: Float64Array, to: Window, toPlace: Place): void {
  target.fill(0);
  const [Ci, Co] = [g.input[2], g.output[2]];
  const imageCells = to.size[0] * to.size[1] * Ci;
  forEachCell(from, place, cotangent, (value, n, y, x, o) => {
    forEachTap(g, y, x, (tap, yi, xi) => {
      const at = (n - toPlace.image) * imageCells + ((yi - toPlace.top) * to.size[1] + (xi - toPlace.left)) * Ci;
      for (let c = 0; c < Ci; c++) target[at + c] += value * kernel[(tap * Ci + c) * Co + o];
    });
  });
}

/** ∂/∂kernel of one row: [kh, kw, cin] of its own channel, or [kh, kw, cin, cout]. */
export function hostPullKernel(g: Geometry, input: Float64Array, cotangent: Float64Array, from: Window, place: Place, target: Float64Array): void {
  target.fill(0);
  const [Ci, Co] = [g.input[2], from.channels === 'own' ? 1 : g.output[2]];
  forEachCell(from, place, cotangent, (value, n, y, x, o) => {
    const channel = Co === 1 ? 0 : o;
    forEachTap(g, y, x, (tap, yi, xi) => {
      const at = mapIndex(g.input, n, yi, xi, 0);
      for (let c = 0; c < Ci; c++) target[(tap * Ci + c) * Co + channel] += value * input[at + c];
    });
  });
}

/** The geometry as pipeline constants of `convolution.wgsl`. */
export function geometryConstants(g: Geometry): Record<string, number> {
  return {
    KH: g.kernel[0],
    KW: g.kernel[1],
    CONV_STRIDE_Y: g.strides[0],
    CONV_STRIDE_X: g.strides[1],
    DILATION_Y: g.dilation[0],
    DILATION_X: g.dilation[1],
    BEFORE_Y: g.before[0],
    BEFORE_X: g.before[1],
    IN_H: g.input[0],
    IN_W: g.input[1],
    CIN: g.input[2],
    OUT_H: g.output[0],
    OUT_W: g.output[1],
    COUT: g.output[2],
  };
}

/** Output channels that one thread of conv_pull_kernel.wgsl makes. */
const KERNEL_TILE = 4;

export function devicePullInput(g: Geometry, kernel: GPUBuffer, cotangent: GPUBuffer, from: Window, target: GPUBuffer, to: Window): Dispatch {
  const cells = cellsOf(to);
  return {
    source: joinedText(windowHead, windowInHead, convolutionHead, convPullInput),
    constants: merged(windowConstants(from), sideConstants(to, '_IN'), geometryConstants(g)),
    buffers: [cotangent, kernel, target],
    threads: (_first, count) => count * cells,
  };
}

function pullKernel(g: Geometry, { tape, cotangent, from }: DevicePull, target: CompactTarget): Dispatch {
  const width = g.kernel[0] * g.kernel[1] * g.input[2] * Math.ceil(channelsOf(from) / KERNEL_TILE);
  return {
    source: joinedText(windowHead, convolutionHead, convPullKernel),
    constants: merged(windowConstants(from), geometryConstants(g), { ROW_WIDTH: target.rowWidth, OFFSET: target.offset }),
    buffers: [cotangent, tape.input, target.buffer],
    threads: (_first, count) => count * width,
  };
}

/** The parameters of a convolution: blocks are [kernel, bias]. Opens the gates above while rows are single numbers. */
export function devicePullParameters(g: Geometry, pull: DevicePull): Dispatch[] {
  const { from, gates, cotangent, compact, tape, to } = pull;
  const [kernel, bias] = [pull.blocks[0] ?? null, pull.blocks[1] ?? null];
  if (isOneHot(from)) {
    const under = { constants: geometryConstants(g), input: tape.input, kernel, bias };
    return [pointRows(from, gates, cotangent, compact, under, to !== null, tape.input)];
  }
  const sum = bias ? [deviceChannelSum(cotangent, from, bias)] : [];
  return kernel ? [pullKernel(g, pull, kernel), ...sum] : sum;
}
