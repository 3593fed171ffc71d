// The network as data: a list of primitive layers with their numbers, as the engine differentiates it. Knows no TensorFlow.js.

/** Numbers of a parameter: on the host, or on the engine's own device (float32, row-major, TensorFlow layout). */
export type Numbers = Float32Array | Float64Array | { readonly buffer: GPUBuffer };

export interface Parameter {
  /** `conv1/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Numbers;
}

export type ActivationFunction =
  | 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'hardSigmoid' | 'softplus' | 'softsign' | 'elu' | 'selu' | 'swish' | 'gelu' | 'geluNew' | 'mish'
  /** max(0, x) up to 6; its slope at 6 is 0, that of a `clippedRelu` at its limit 1, as TensorFlow.js's are. */
  | 'relu6'
  /** max(0, x) up to a number. */
  | 'clippedRelu'
  /** x where it is positive, else a number times x. */
  | 'leakyRelu'
  /** x where it is above a number, else zero. */
  | 'thresholdedRelu';

export type Pair = readonly [number, number];
export type Padding = 'valid' | 'same';

interface Named {
  /** The layer's name in the model. A fused activation shares the name of its layer: `of` means the last primitive of that name. */
  readonly name: string;
  readonly trainable: boolean;
  /** The layers whose outputs it takes, by their places in the network, all before its own; −1: the images. Default: the layer before it. */
  readonly inputs?: readonly number[];
}

export interface Conv2dLayer extends Named {
  readonly kind: 'conv2d';
  /** [kh, kw, cin, cout] */
  readonly kernel: Parameter;
  /** [cout] */
  readonly bias: Parameter | null;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: Padding;
}

export interface DepthwiseConv2dLayer extends Named {
  readonly kind: 'depthwiseConv2d';
  /** [kh, kw, cin, multiplier]; output channel c·multiplier + m. */
  readonly kernel: Parameter;
  /** [cin · multiplier] */
  readonly bias: Parameter | null;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: Padding;
}

export interface BatchNormLayer extends Named {
  readonly kind: 'batchNorm';
  /** [C] each; a missing gamma is 1, a missing beta 0. */
  readonly gamma: Parameter | null;
  readonly beta: Parameter | null;
  readonly movingMean: Parameter;
  readonly movingVariance: Parameter;
  readonly epsilon: number;
}

export interface DenseLayer extends Named {
  readonly kind: 'dense';
  /** [fan in, units] */
  readonly kernel: Parameter;
  readonly bias: Parameter | null;
}

export interface ActivationLayer extends Named {
  readonly kind: 'activation';
  readonly function: ActivationFunction;
  /** The number that `clippedRelu`, `leakyRelu` and `thresholdedRelu` take. */
  readonly number?: number;
}

/** x where it is positive, else alpha·x. */
export interface PreluLayer extends Named {
  readonly kind: 'prelu';
  /** [H, W, C] or [units], with 1 along the axes that share a number. */
  readonly alpha: Parameter;
}

/** Over `size` cells; null: over the whole map (for a maximum see GlobalMaxPoolLayer). Cells of the padding do not take part. */
export interface PoolLayer extends Named {
  readonly kind: 'maxPool' | 'averagePool';
  readonly size: Pair | null;
  readonly strides: Pair;
  readonly padding: Padding;
}

/** Over the whole map. Unlike a max pool it shares its derivative among cells that are equally large. */
export interface GlobalMaxPoolLayer extends Named {
  readonly kind: 'globalMaxPool';
}

export interface ZeroPaddingLayer extends Named {
  readonly kind: 'zeroPadding';
  /** Rows and columns of zeros: [[above, below], [left, right]]. */
  readonly padding: readonly [Pair, Pair];
}

/** The same numbers, row-major, as another shape; −1: whatever is left. */
export interface ReshapeLayer extends Named {
  readonly kind: 'reshape';
  readonly shape: readonly number[];
}

/** Over the last axis. */
export interface SoftmaxLayer extends Named {
  readonly kind: 'softmax';
}

export interface FlattenLayer extends Named {
  readonly kind: 'flatten';
}

/** Dropout at inference, and whatever else passes its input on. */
export interface IdentityLayer extends Named {
  readonly kind: 'identity';
}

/** The sum of its inputs, which are of one shape. */
export interface AddLayer extends Named {
  readonly kind: 'add';
}

/** Its inputs side by side along the channels. */
export interface ConcatenateLayer extends Named {
  readonly kind: 'concatenate';
}

export type Layer =
  | Conv2dLayer | DepthwiseConv2dLayer | DenseLayer | BatchNormLayer | ActivationLayer | PreluLayer | SoftmaxLayer | PoolLayer | GlobalMaxPoolLayer | ZeroPaddingLayer
  | FlattenLayer | ReshapeLayer | IdentityLayer | AddLayer | ConcatenateLayer;

/** The places of the layers whose outputs a layer takes, `at` being its own; −1: the images. */
export const inputsOf = (layer: Layer, at: number): readonly number[] => layer.inputs ?? [at - 1];

export interface Network {
  /** [H, W, C] of one image; a vector of F inputs is [1, 1, F]. */
  readonly inputShape: readonly [number, number, number];
  readonly layers: readonly Layer[];
}

/** Images as the engine takes them, [N, H, W, C] row-major, already normalised. */
export interface Images {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [number, number, number, number];
}
