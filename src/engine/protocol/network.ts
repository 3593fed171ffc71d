// Networks and their layers, as the page hears of them. Types only.

/** The networks that can be trained here. */
export type TrainedNetwork = 'question' | 'three-block' | 'mlp';
/** What can be looked at: those, and a model that the visitor brought. */
export type NetworkName = TrainedNetwork | 'loaded';

/** One choice of network, and what would be seen on choosing it. */
export interface NetworkInfo {
  name: NetworkName;
  label: string;
  /** One plain line about it. For a loaded model: its file, input and outputs. */
  help: string;
  trainable: boolean;
  /** `run`: what was trained here, finished or paused. `untrained`: initial weights. `none`: nothing has been loaded yet. */
  shows: 'ready-made' | 'run' | 'untrained' | 'loaded' | 'none';
}

/** A layer as the network strip shows it. */
export interface LayerInfo {
  name: string;
  type: string;
  /** Output shape of one image: [H, W, C] or [units]. */
  shape: readonly number[];
  /** TensorFlow layout; `trainable` false: only differentiated by when it is named. */
  parameters: readonly { name: string; shape: readonly number[]; size: number; trainable: boolean }[];
  /** True when the Jacobian of its outputs can be had: of every layer. */
  explorable: boolean;
  /** Numbers of θ when its outputs are differentiated by every trainable parameter up to it; 0: only by the input. */
  columns: number;
  /** True where a batch norm is at or below it, so that batch statistics differ from inference. */
  overBatchNorm: boolean;
}

/**
 * The weights that look at the image, as they are now: the first convolution's kernel [kh, kw, cin, cout] row-major, or a
 * first dense layer's as [H, W, C, units].
 */
export interface Filters {
  revision: number;
  shape: readonly [number, number, number, number];
  values: Float32Array;
}
