// Batch norm with the batch's own statistics in training, ReLU above it included. Knows no tape.
import mergeMoments from '../../gpu/kernels/train_merge_moments.wgsl?raw';
import moments from '../../gpu/kernels/train_moments.wgsl?raw';
import norm from '../../gpu/kernels/train_norm.wgsl?raw';
import normPull from '../../gpu/kernels/train_norm_pull.wgsl?raw';
import normSums from '../../gpu/kernels/train_norm_sums.wgsl?raw';
import stripesHead from '../../gpu/kernels/train_stripes.wgsl?raw';
import { joinedText, merged } from '../../gpu/shader.ts';
import type { Workbench, Kernel, Shaped } from './workbench.ts';
import { sumOf } from './sumKernels.ts';
import { stripesOf, type Tiles } from '../../gpu/tiles.ts';

interface NormSpec {
  readonly channels: number;
  /** Positions of one image. */
  readonly plane: number;
  readonly images: number;
  readonly epsilon: number;
  readonly relu: boolean;
}

/** What the layer holds. */
export interface NormWeights<T> {
  readonly gamma: T;
  readonly beta: T;
}

/** The layer's running statistics. */
export interface Running<T> {
  readonly mean: T;
  readonly variance: T;
}

/** What the pull-back reads. */
export interface NormTape<T> {
  readonly z: T;
  /** The means of all channels, then 1/σ of all. */
  readonly statistics: T;
}

/** Positions that one thread of the kernels that change every number works on. */
const POSITIONS = 16;

export class BatchNorm {
  readonly #constants: Record<string, number>;
  readonly #stripes: number;

  constructor(
    private readonly spec: NormSpec,
    tiles: Tiles,
  ) {
    this.#constants = { C: spec.channels, PLANE: spec.plane };
    this.#stripes = stripesOf(spec.images * spec.plane, spec.channels, tiles);
  }

  /** `momentum`: one number, what the running statistics keep. Answers those that follow. */
  statistics<T extends Shaped>(bench: Workbench<T>, z: T, momentum: T, running: Running<T>): { statistics: T; running: Running<T> } {
    const { channels, epsilon } = this.spec;
    const partial = bench.make([this.#stripes, 2, channels]);
    bench.run(this.#striped(moments), [z, partial]);
    const statistics = bench.make([2, channels]);
    const next = { mean: bench.make([channels]), variance: bench.make([channels]) };
    const merge = { source: joinedText(stripesHead, mergeMoments), constants: merged(this.#constants, { STRIPES: this.#stripes, EPSILON: epsilon }), threads: () => channels };
    bench.run(merge, [partial, momentum, running.mean, running.variance, statistics, next.mean, next.variance]);
    return { statistics, running: next };
  }

  forward<T extends Shaped>(bench: Workbench<T>, { z, statistics }: NormTape<T>, { gamma, beta }: NormWeights<T>): T {
    const y = bench.make(z.shape);
    bench.run(this.#everywhere(norm), [z, statistics, gamma, beta, y]);
    return y;
  }

  /** Gradients of gamma and beta, and the cotangent of z. */
  pull<T extends Shaped>(bench: Workbench<T>, { z, statistics }: NormTape<T>, { gamma, beta }: NormWeights<T>, cotangent: T): { ofGamma: T; ofBeta: T; pulled: T } {
    const { channels, relu } = this.spec;
    const partial = { beta: bench.make([this.#stripes, channels]), gamma: bench.make([this.#stripes, channels]) };
    bench.run({ ...this.#striped(normSums), constants: merged(this.#constants, { RELU: relu ? 1 : 0, STRIPES: this.#stripes }) }, [cotangent, z, statistics, gamma, beta, partial.beta, partial.gamma]);
    const [ofBeta, ofGamma] = [partial.beta, partial.gamma].map((sums) => sumOf(bench, sums, [channels], this.#stripes));
    const pulled = bench.make(z.shape);
    bench.run(this.#everywhere(normPull), [cotangent, z, statistics, gamma, beta, ofBeta, ofGamma, pulled]);
    return { ofGamma, ofBeta, pulled };
  }

  #striped(source: string): Kernel {
    const threads = this.#stripes * this.spec.channels;
    return { source: joinedText(stripesHead, source), constants: merged(this.#constants, { STRIPES: this.#stripes }), threads: () => threads };
  }

  #everywhere(source: string): Kernel {
    const { channels, plane, relu } = this.spec;
    return { source, constants: merged(this.#constants, { RELU: relu ? 1 : 0 }), threads: (_first, count) => Math.ceil((count * plane) / POSITIONS) * channels };
  }
}
