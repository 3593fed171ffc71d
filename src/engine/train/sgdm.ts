// Stochastic gradient descent with momentum and weight decay, as MATLAB's sgdm: v ← μv − ρ(g + λw), w ← w + v.
import sgdm from '../gpu/kernels/train_sgdm.wgsl?raw';
import { isKernel } from '../model/drawWeights.ts';
import { tf, type tfl } from '../model/tensorflow.ts';
import type { Workbench, Rehearsal, Shaped } from './fused/workbench.ts';
import { TensorWorkbench, TensorDevice } from './fused/tensorWorkbench.ts';

export interface SgdmSettings {
  learningRate: number;
  momentum: number;
  /** λ, for kernels only; the penalty is ½λ‖w‖². */
  l2: number;
}

/** What one weight's step reads, or what it makes. */
interface State<T> {
  readonly weight: T;
  readonly velocity: T;
}

/** Keeps one velocity a trainable weight, on the device. Dispose it. */
export class Sgdm {
  readonly #weights: readonly tfl.LayerVariable[];
  #velocities: tf.Tensor[];

  /** `fuses` false: TensorFlow.js's own operations on WebGPU too. */
  constructor(
    model: tfl.LayersModel,
    public settings: SgdmSettings,
    private readonly fuses = true,
  ) {
    this.#weights = model.trainableWeights;
    this.#velocities = this.#weights.map((weight) => tf.zeros(weight.shape as number[]));
  }

  /** The variables to differentiate by, in the order of `apply`. */
  get variables(): tf.Variable[] {
    return this.#weights.map((weight) => weight.read() as tf.Variable);
  }

  /** Takes one step; `gradients` are those of the data's loss, by variable name. */
  apply(gradients: tf.NamedTensorMap): void {
    const device = this.fuses ? TensorDevice.current() : null;
    const states = this.#weights.map((weight, k) => ({ weight: weight.read(), velocity: this.#velocities[k] }));
    const ofWeights = states.map(({ weight }) => gradients[(weight as tf.Variable).name]);
    this.#velocities = tf.tidy(() => {
      const next = device ? this.#fused(device, states, ofWeights) : this.#stock(states, ofWeights);
      next.forEach(({ weight }, k) => this.#weights[k].write(weight));
      return next.map(({ velocity }) => tf.keep(velocity));
    });
    tf.dispose(states.map(({ velocity }) => velocity));
  }

  /** Notes the kernels of `apply`, and runs nothing. */
  rehearse(rehearsal: Rehearsal): void {
    if (!this.fuses || !TensorDevice.current()) return;
    const shapes = this.#weights.map(({ shape }) => ({ shape: shape as number[] }));
    shapes.forEach((shape, k) => this.#step<Shaped>(rehearsal, k, { shape: [3] }, shape, { weight: shape, velocity: shape }));
  }

  /** Numbers of the velocities, in the order of the trainable weights. */
  read(): Promise<Float32Array[]> {
    return Promise.all(this.#velocities.map(async (velocity) => (await velocity.data<'float32'>()).slice()));
  }

  /** Goes on from velocities that were read. */
  write(velocities: readonly Float32Array[]): void {
    tf.dispose(this.#velocities);
    this.#velocities = this.#weights.map(({ shape }, k) => tf.tensor(velocities[k], shape as number[]));
  }

  dispose(): void {
    tf.dispose(this.#velocities);
    this.#velocities = [];
  }

  #fused(device: TensorDevice, states: readonly State<tf.Tensor>[], gradients: readonly tf.Tensor[]): State<tf.Tensor>[] {
    const { learningRate, momentum, l2 } = this.settings;
    const settings = tf.tensor1d([learningRate, momentum, l2]);
    const bench = new TensorWorkbench(device, 1);
    const next = states.map((state, k) => this.#step<tf.Tensor>(bench, k, settings, gradients[k], state));
    bench.record();
    return next;
  }

  #step<T extends Shaped>(bench: Workbench<T>, index: number, settings: T, gradient: T, { weight, velocity }: State<T>): State<T> {
    const next = { weight: bench.make(weight.shape), velocity: bench.make(weight.shape) };
    const numbers = weight.shape.reduce((product, extent) => product * extent, 1);
    const kernel = { source: sgdm, constants: { NUMBERS: numbers, DECAYS: this.#decays(index) ? 1 : 0 }, threads: () => 64 * Math.ceil(numbers / 256) };
    bench.run(kernel, [settings, gradient, weight, velocity, next.weight, next.velocity]);
    return next;
  }

  #stock(states: readonly State<tf.Tensor>[], gradients: readonly tf.Tensor[]): State<tf.Tensor>[] {
    const { learningRate, momentum, l2 } = this.settings;
    return states.map(({ weight, velocity }, k) => {
      const whole = l2 > 0 && this.#decays(k) ? tf.add(gradients[k], tf.mul(weight, l2)) : gradients[k];
      const next = tf.sub(tf.mul(velocity, momentum), tf.mul(whole, learningRate));
      return { weight: tf.add(weight, next), velocity: next };
    });
  }

  #decays(index: number): boolean {
    return isKernel(this.#weights[index].originalName);
  }
}
