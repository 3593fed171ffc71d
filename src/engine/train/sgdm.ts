// Stochastic gradient descent with momentum and weight decay, as MATLAB's sgdm: v ← μv − ρ(g + λw), w ← w + v.
import { isKernel } from '../model/drawWeights.ts';
import { tf, type tfl } from '../model/tensorflow.ts';

export interface SgdmSettings {
  learningRate: number;
  momentum: number;
  /** λ, for kernels only; the penalty is ½λ‖w‖². */
  l2: number;
}

/** Keeps one velocity a trainable weight, on the device. Dispose it. */
export class Sgdm {
  readonly #weights: readonly tfl.LayerVariable[];
  #velocities: tf.Tensor[];

  constructor(
    model: tfl.LayersModel,
    public settings: SgdmSettings,
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
    const { learningRate, momentum, l2 } = this.settings;
    const next = this.#weights.map((weight, index) =>
      tf.tidy(() => {
        const value = weight.read() as tf.Variable;
        const gradient = gradients[value.name];
        const whole = l2 > 0 && isKernel(weight.originalName) ? tf.add(gradient, tf.mul(value, l2)) : gradient;
        const velocity = tf.sub(tf.mul(this.#velocities[index], momentum), tf.mul(whole, learningRate));
        weight.write(tf.add(value, velocity));
        return tf.keep(velocity);
      }),
    );
    tf.dispose(this.#velocities);
    this.#velocities = next;
  }

  dispose(): void {
    tf.dispose(this.#velocities);
    this.#velocities = [];
  }
}
