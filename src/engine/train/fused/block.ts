// A linear layer with the batch norm and the ReLU above it, as one operation: forward with a tape, back, and in inference.
// Knows no TensorFlow.js.
import foldNorm from '../../gpu/kernels/train_fold_norm.wgsl?raw';
import reluPull from '../../gpu/kernels/train_relu_pull.wgsl?raw';
import type { Workbench, Shaped } from './workbench.ts';
import type { Linear } from './linear.ts';
import { BatchNorm, type NormWeights, type Running } from './norm.ts';
import { channelSumsOf } from './sumKernels.ts';
import type { Tiles } from '../../gpu/tiles.ts';

export interface BlockWeights<T> {
  readonly kernel: T;
  readonly bias: T | null;
  readonly norm: (NormWeights<T> & { readonly running: Running<T> }) | null;
}

/** What the pull-back reads. */
export interface BlockTape<T> {
  readonly x: T;
  readonly y: T;
  /** Of batch norm: its input, and the batch's statistics. */
  readonly normed: { readonly z: T; readonly statistics: T } | null;
}

/** Null: zero, or not asked for. */
export interface BlockGradients<T> {
  readonly x: T | null;
  readonly kernel: T;
  readonly bias: T | null;
  readonly gamma: T | null;
  readonly beta: T | null;
}



export class Block {
  readonly #norm: BatchNorm | null;

  /** `epsilon` null: without batch norm. */
  constructor(
    private readonly linear: Linear,
    private readonly relu: boolean,
    private readonly epsilon: number | null,
    private readonly tiles: Tiles,
  ) {
    const { channels, plane, images } = linear;
    this.#norm = epsilon === null ? null : new BatchNorm({ channels, plane, images, epsilon, relu }, tiles);
  }

  /** `momentum` of the running statistics: one number. Answers the statistics that follow, too. */
  forward<T extends Shaped>(bench: Workbench<T>, x: T, { kernel, bias, norm }: BlockWeights<T>, momentum: T | null): BlockTape<T> & { running: Running<T> | null } {
    const end = { biased: bias !== null, scaled: false, relu: this.#norm === null && this.relu };
    const z = this.linear.forward(bench, this.linear.images, x, kernel, end, { scale: null, shift: bias });
    if (!this.#norm || !norm || !momentum) return { x, y: z, normed: null, running: null };
    const { statistics, running } = this.#norm.statistics(bench, z, momentum, norm.running);
    return { x, y: this.#norm.forward(bench, { z, statistics }, norm), normed: { z, statistics }, running };
  }

  pull<T extends Shaped>(bench: Workbench<T>, tape: BlockTape<T>, weights: BlockWeights<T>, cotangent: T, needsInput: boolean): BlockGradients<T> {
    if (this.#norm && tape.normed && weights.norm) {
      const { ofGamma, ofBeta, pulled } = this.#norm.pull(bench, tape.normed, weights.norm, cotangent);
      // The batch's mean takes every bias away again: its gradient is zero.
      return { ...this.#pullLinear(bench, tape.x, weights.kernel, pulled, needsInput), bias: null, gamma: ofGamma, beta: ofBeta };
    }
    const pulled = this.relu ? this.#pullRelu(bench, cotangent, tape.y) : cotangent;
    const { channels, plane, images } = this.linear;
    const bias = weights.bias && channelSumsOf(bench, pulled, { channels, plane, images, tiles: this.tiles });
    return { ...this.#pullLinear(bench, tape.x, weights.kernel, pulled, needsInput), bias, gamma: null, beta: null };
  }

  /** Of `images` images, with running statistics. */
  infer<T extends Shaped>(bench: Workbench<T>, images: number, x: T, { kernel, bias, norm }: BlockWeights<T>): T {
    const { linear, relu } = this;
    if (!norm) return linear.forward(bench, images, x, kernel, { biased: bias !== null, scaled: false, relu }, { scale: null, shift: bias });
    const { channels } = linear;
    const [scale, shift] = [bench.make([channels]), bench.make([channels])];
    const fold = { source: foldNorm, constants: { C: channels, EPSILON: this.epsilon!, BIASED: bias ? 1 : 0 }, threads: () => channels };
    bench.run(fold, [bias ?? norm.gamma, norm.gamma, norm.beta, norm.running.mean, norm.running.variance, scale, shift]);
    return linear.forward(bench, images, x, kernel, { biased: true, scaled: true, relu }, { scale, shift });
  }

  /** The linear layer alone. */
  inferLinear<T extends Shaped>(bench: Workbench<T>, images: number, x: T, { kernel, bias }: BlockWeights<T>): T {
    return this.linear.forward(bench, images, x, kernel, { biased: bias !== null, scaled: false, relu: false }, { scale: null, shift: bias });
  }

  #pullLinear<T extends Shaped>(bench: Workbench<T>, x: T, kernel: T, pulled: T, needsInput: boolean): { x: T | null; kernel: T } {
    return {
      kernel: this.linear.pullToKernel(bench, x, kernel, pulled),
      x: needsInput ? this.linear.pullToInput(bench, x, kernel, pulled) : null,
    };
  }

  #pullRelu<T extends Shaped>(bench: Workbench<T>, cotangent: T, y: T): T {
    const numbers = this.linear.plane * this.linear.channels;
    const pulled = bench.make(y.shape);
    bench.run({ source: reluPull, constants: { NUMBERS: numbers }, threads: (_first, count) => Math.ceil((count * numbers) / 1024) * 64 }, [cotangent, y, pulled]);
    return pulled;
  }
}

