// Mean and variance of each channel over any number of parts, in float64 on the host. Knows no network.

/** Gathers the last axis' moments part by part; the variance is the population's (divided by n). */
export class ChannelMoments {
  #count = 0;
  readonly #mean: Float64Array;
  /** Sums of squared deviations from the mean. */
  readonly #squares: Float64Array;

  constructor(readonly channels: number) {
    this.#mean = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
  }

  /** Adds [..., channels] row-major. Two passes over the part, then Chan, Golub and LeVeque's merge (1979). */
  add(values: ArrayLike<number>): void {
    const count = values.length / this.channels;
    const mean = this.#partMean(values, count);
    const squares = this.#partSquares(values, mean);
    const total = this.#count + count;
    for (let c = 0; c < this.channels; c++) {
      const gap = mean[c] - this.#mean[c];
      this.#squares[c] += squares[c] + (gap * gap * this.#count * count) / total;
      this.#mean[c] += (gap * count) / total;
    }
    this.#count = total;
  }

  mean(): Float32Array {
    return Float32Array.from(this.#mean);
  }

  variance(): Float32Array {
    return Float32Array.from(this.#squares, (squares) => squares / this.#count);
  }

  #partMean(values: ArrayLike<number>, count: number): Float64Array {
    const mean = new Float64Array(this.channels);
    for (let k = 0; k < values.length; ) for (let c = 0; c < this.channels; c++, k++) mean[c] += values[k];
    return mean.map((sum) => sum / count);
  }

  #partSquares(values: ArrayLike<number>, mean: Float64Array): Float64Array {
    const squares = new Float64Array(this.channels);
    for (let k = 0; k < values.length; ) for (let c = 0; c < this.channels; c++, k++) squares[c] += (values[k] - mean[c]) ** 2;
    return squares;
  }
}
