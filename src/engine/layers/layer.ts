// What every layer supplies: shapes, forward, pull back to its input and to its parameters, on the host and on a device.
import type { Dispatch } from '../gpu/compute.ts';
import type { Tiles } from '../gpu/tiles.ts';
import type { Geometry } from './convolution.ts';
import type { Layer, Parameter } from '../model/network.ts';
import type { Gate, Gates } from './pointRows.ts';
import type { Place, Shape3, Window } from './window.ts';

/** A layer in its place in a network, for N images. */
export interface Site<L extends Layer = Layer> {
  readonly layer: L;
  /** Its place among the sites that lead to the layer asked for. */
  readonly at: number;
  /** The sites whose outputs it takes; −1: the images. All come before it. */
  readonly from: readonly number[];
  readonly inputs: readonly Shape3[];
  /** The first of them, which for most layers is the only one. */
  readonly input: Shape3;
  readonly output: Shape3;
  readonly images: number;
  /** Batch normalisation uses the statistics of these images rather than the moving ones. */
  readonly batchStatistics: boolean;
}

/** Float64 numbers of one forward pass that the pull-backs read. */
export interface HostTape {
  readonly input: Float64Array;
  readonly output: Float64Array;
  /** Of a batch normalisation: mean and 1/σ by channel. */
  readonly statistics?: { mean: Float64Array; inverseSigma: Float64Array };
  /** Of a max pool: index of each output's winner in the input. */
  readonly winners?: Int32Array;
}

export type HostParameters = (parameter: Parameter) => Float64Array;

/** The float64 reference of one layer. Pull-backs work on one row and overwrite their target. */
export interface HostRule<L extends Layer> {
  /** `inputs`: all of them, `input` the first. */
  forward(site: Site<L>, input: Float64Array, values: HostParameters, inputs: readonly Float64Array[]): HostTape;
  /** `cotangent` on the output's window → `target` on the input's window. */
  pullInput(site: Site<L>, tape: HostTape, values: HostParameters, cotangent: Float64Array, from: Window, place: Place, target: Float64Array, to: Window, toPlace: Place): void;
  /** The row's compact numbers of parameter `which` (index into `parameters`). */
  pullParameter?(site: Site<L>, tape: HostTape, which: number, cotangent: Float64Array, from: Window, place: Place, target: Float64Array): void;
}

/** Device buffers of one forward pass. */
export interface DeviceTape {
  readonly input: GPUBuffer;
  readonly output: GPUBuffer;
  /** Of a batch normalisation: (mean, 1/σ) pairs by channel. */
  readonly statistics?: GPUBuffer;
  /** Of a max pool: u32 index of each output's winner in the input. */
  readonly winners?: GPUBuffer;
  /** Of a global max pool: u32 count of the cells that are as large as each output. */
  readonly ties?: GPUBuffer;
}

export interface DeviceContext {
  /** A buffer that lives until the computation is released; whoever takes it writes it before it is read. */
  scratch(numbers: number, label: string): GPUBuffer;
  zeros(numbers: number, label: string): GPUBuffer;
  /** A buffer of these numbers. */
  upload(values: Float32Array, label: string): GPUBuffer;
  /** A buffer of `numbers` times the same value. */
  constant(numbers: number, value: number): GPUBuffer;
  parameter(parameter: Parameter): GPUBuffer;
  /** One number a layer, indexed by `Site.at`: a layer whose outputs are not all finite sets its own. */
  readonly notFinite: GPUBuffer;
  /** How much a thread makes on this device. */
  readonly tiles: Tiles;
}

/** Where compact numbers go: `offset` within rows of `rowWidth` numbers. */
export interface CompactTarget {
  readonly buffer: GPUBuffer;
  readonly rowWidth: number;
  readonly offset: number;
}

/** The rows themselves. `spread`: the numbers of a row's own channel go to their columns, C apart, instead of side by side. */
export interface CompactRows {
  readonly buffer: GPUBuffer;
  readonly rowWidth: number;
  readonly spread: boolean;
}

/** What crossing one layer reads and writes on a device. */
export interface DevicePull {
  readonly tape: DeviceTape;
  readonly cotangent: GPUBuffer;
  readonly from: Window;
  /** Where the cotangent on the input goes, `cotangent` itself for an elementwise layer; null when nothing below is asked for. */
  readonly target: GPUBuffer | null;
  readonly to: Window | null;
  /** For each parameter of the layer where its numbers go, or null. */
  readonly blocks: readonly (CompactTarget | null)[];
  /** The compact rows themselves. */
  readonly compact: CompactRows;
  /** Gates that the layer has to open first: only for layers that say `opensGates`, and only while rows are single numbers. */
  readonly gates: Gates;
}

/**
 * Cells of one map, each followed down through layers where it depends on a single cell only: d(cell) = gain · d(source).
 * Buffers are indexed by the cell's place in its map [N, H, W, C].
 */
export interface Fold {
  /** Cells of one image. */
  readonly cells: number;
  /** Multiplied by each folded layer's derivative. */
  readonly gain: GPUBuffer;
  /** Index of each cell's source in the map reached so far. */
  readonly source: GPUBuffer;
  /** Nothing has been folded yet: every gain is one. */
  readonly first: boolean;
  /** False while every cell is its own source, and `source` is not written yet. */
  readonly moved: boolean;
  /** A function right above that has been left to this layer, and its input. */
  readonly above?: { readonly elementwise: Elementwise; readonly input: GPUBuffer };
}

/** WGSL that defines `activate` and `slope`, a function of one number and its derivative, and what it has to be told. */
export interface Elementwise {
  readonly source: string;
  readonly constants: Readonly<Record<string, number>>;
}

/** What folding a layer needs, and what it leaves. */
export interface Folded {
  readonly dispatches: readonly Dispatch[];
  /** Of each of the layer's parameters: d(cell)/d(its own channel's number), for every cell. */
  readonly numbers?: readonly GPUBuffer[];
  /** Zero where nothing below, these parameters included, reaches the cell. */
  readonly live?: GPUBuffer;
}

/** The float32 kernels of one layer, as dispatches to be compiled together and run in order. */
export interface DeviceRule<L extends Layer> {
  forward(site: Site<L>, context: DeviceContext, input: GPUBuffer, inputs: readonly GPUBuffer[]): { tape: DeviceTape; dispatches: Dispatch[] };
  /** The same with an elementwise function above, which takes nothing else: `above` is its output, made in the same kernel. */
  forwardInto?(site: Site<L>, context: DeviceContext, input: GPUBuffer, above: GPUBuffer, elementwise: Elementwise): { tape: DeviceTape; dispatches: Dispatch[] };
  /** The function that an elementwise layer without parameters is. */
  elementwise?(site: Site<L>): Elementwise;
  pull(site: Site<L>, context: DeviceContext, pull: DevicePull): Dispatch[];
  /** An elementwise layer's gate for rows that are single numbers, instead of `pull`. */
  gate?(site: Site<L>, context: DeviceContext, pull: Pick<DevicePull, 'tape' | 'blocks'>): Gate;
  /** Of a layer whose every output depends on one input only: folds it into what was folded above. */
  fold?(site: Site<L>, context: DeviceContext, fold: Fold, tape: DeviceTape): Folded;
  /** Folding it takes an elementwise function that is right above with it. */
  readonly foldsElementwise?: boolean;
  /** Folding it writes where cells come from. */
  readonly foldMoves?: boolean;
  /** `pull` opens the gates of the layers above. */
  readonly opensGates?: boolean;
}

export interface LayerRule<L extends Layer = Layer> {
  /** `inputs`: all of them, `input` the first. */
  outputShape(layer: L, input: Shape3, inputs: readonly Shape3[]): Shape3;
  /** Trainable parameters in column order. */
  parameters(layer: L): readonly Parameter[];
  /** The window on an input of a cotangent on `window` of the output. */
  pullWindow(site: Site<L>, window: Window, input: number): Window;
  /** Of a layer that passes its inputs on unchanged: the first channel of each within the output. Nothing is pulled then, only copied. */
  merges?(site: Site<L>): readonly number[];
  /** Pull-back to the input only rescales each cell, so it may work in place. */
  readonly elementwise: boolean;
  /** True when the pull-back needs the cotangent on the whole map of every image. */
  needsWholeBatch?(site: Site<L>): boolean;
  /** True when the pull-back needs the cotangent on the whole map of its image. */
  needsPlane?(site: Site<L>, window: Window): boolean;
  /** Compact numbers a row needs for parameter `which`, and whether they belong to its own channel alone. */
  block?(site: Site<L>, which: number, window: Window): { structure: 'channel' | 'all'; width: number };
  /** Multiply-adds of one row's pull-back to the input and to one parameter. */
  cost(site: Site<L>, from: Window, to: Window): { input: number; parameters: number };
  /** The convolution that this layer is, if it is one. */
  convolution?(site: Site<L>): { readonly geometry: Geometry; readonly kernel: Parameter; readonly bias: Parameter | null };
  readonly host: HostRule<L>;
  readonly device: DeviceRule<L>;
}
