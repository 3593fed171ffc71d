// Conv2D or Dense with the BatchNormalization and the ReLU that follow, as one operation on TensorFlow.js's tape.
import { tf, type tfl } from '../../model/tensorflow.ts';
import type { Workbench, Rehearsal, Shaped } from './workbench.ts';
import { Block, type BlockWeights } from './block.ts';
import { Convolution } from './convolution.ts';
import { Dense } from './dense.ts';
import { geometryOf } from './geometry.ts';
import { type BlockParts, configOf, weightOf } from './match.ts';
import type { FusedStage } from './stage.ts';
import { TensorWorkbench, type TensorDevice } from './tensorWorkbench.ts';
import type { Tiles } from '../../gpu/tiles.ts';

/** Weights in the order in which they are differentiated by. */
const ORDER = ['kernel', 'bias', 'gamma', 'beta'] as const;

export class BlockStage implements FusedStage {
  readonly layers: readonly tfl.layers.Layer[];
  #made: { readonly key: string; readonly block: Block } | null = null;

  constructor(private readonly parts: BlockParts) {
    this.layers = [parts.linear, parts.norm, parts.relu].filter((layer) => layer !== null);
  }

  train(device: TensorDevice, x: tf.Tensor, needsInput: boolean): tf.Tensor {
    const block = this.#block(x.shape, device.tiles, x.shape[0]);
    const trained = this.#trained();
    const op = tf.customGrad((...args) => {
      const save = args.pop() as unknown as (tensors: tf.Tensor[]) => void;
      const tape = this.#forward(device, block, x);
      const normed = tape.normed ? [tape.normed.z, tape.normed.statistics] : [];
      save([x, tape.y, ...normed, ...trained]);
      const gradFunc = (cotangent: tf.Tensor, saved: tf.Tensor[]) => this.#pull(device, block, cotangent, saved, needsInput);
      return { value: tape.y, gradFunc };
    });
    return op(...(needsInput ? [x] : []), ...trained);
  }

  rehearse(rehearsal: Rehearsal, x: Shaped, needsInput: boolean, tiles: Tiles): Shaped {
    const block = this.#block(x.shape, tiles, x.shape[0]);
    const weights = this.#weights<Shaped>((variable) => ({ shape: variable.shape as number[] }));
    const tape = block.forward(rehearsal, x, weights, { shape: [1] });
    block.pull(rehearsal, tape, weights, tape.y, needsInput);
    return tape.y;
  }

  infer<T extends Shaped>(bench: Workbench<T>, x: T, weight: (of: tfl.LayerVariable) => T, until: tfl.layers.Layer, tiles: Tiles, planned: number): T | null {
    const block = this.#block(x.shape, tiles, planned);
    if (until === this.layers[this.layers.length - 1]) return block.infer(bench, x.shape[0], x, this.#weights(weight));
    return until === this.parts.linear ? block.inferLinear(bench, x.shape[0], x, this.#weights(weight)) : null;
  }

  #forward(device: TensorDevice, block: Block, x: tf.Tensor) {
    const { norm } = this.parts;
    const bench = new TensorWorkbench(device, x.shape[0]);
    const momentum = norm && tf.tensor1d([norm.momentum]);
    const tape = block.forward<tf.Tensor>(bench, x, this.#weights((variable) => variable.read()), momentum);
    bench.record();
    if (norm && tape.running) {
      norm.movingMean.write(tape.running.mean);
      norm.movingVariance.write(tape.running.variance);
    }
    return tape;
  }

  #pull(device: TensorDevice, block: Block, cotangent: tf.Tensor, saved: readonly tf.Tensor[], needsInput: boolean): tf.Tensor[] {
    const { norm } = this.parts;
    const [x, y, ...rest] = saved;
    const normed = norm && { z: rest[0], statistics: rest[1] };
    const weights = this.#savedWeights(rest.slice(norm ? 2 : 0));
    const bench = new TensorWorkbench(device, x.shape[0]);
    const gradients = block.pull<tf.Tensor>(bench, { x, y, normed }, weights, cotangent, needsInput);
    bench.record();
    const present = ORDER.filter((name) => this.#variables()[name]);
    const ofWeights = present.map((name) => gradients[name] ?? tf.zeros(this.#variables()[name]!.shape as number[]));
    return gradients.x ? [gradients.x, ...ofWeights] : ofWeights;
  }

  #variables(): Record<(typeof ORDER)[number], tfl.LayerVariable | null> {
    const { linear, norm } = this.parts;
    return { kernel: weightOf(linear, 'kernel'), bias: weightOf(linear, 'bias'), gamma: norm && norm.gamma, beta: norm && norm.beta };
  }

  #trained(): tf.Tensor[] {
    return ORDER.flatMap((name) => this.#variables()[name] ?? []).map((variable) => variable.read());
  }

  #weights<T>(read: (variable: tfl.LayerVariable) => T): BlockWeights<T> {
    const { norm } = this.parts;
    const { kernel, bias, gamma, beta } = this.#variables();
    return {
      kernel: read(kernel!),
      bias: bias && read(bias),
      norm: norm && { gamma: read(gamma!), beta: read(beta!), running: { mean: read(norm.movingMean), variance: read(norm.movingVariance) } },
    };
  }

  /** Those of `#trained`, as they were when the tape was made. Pulling back reads no running statistics. */
  #savedWeights(tensors: readonly tf.Tensor[]): BlockWeights<tf.Tensor> {
    const held = tensors.slice();
    const variables = this.#variables();
    const [kernel, bias, gamma, beta] = ORDER.map((name) => (variables[name] ? held.shift()! : null));
    return { kernel: kernel!, bias, norm: gamma && beta && { gamma, beta, running: { mean: gamma, variance: gamma } } };
  }

  /** `planned`: images that long sums are cut into stripes for. */
  #block(shape: readonly number[], tiles: Tiles, planned: number): Block {
    const key = JSON.stringify([shape.slice(1), planned, tiles]);
    if (this.#made?.key === key) return this.#made.block;
    const { norm, relu, activated } = this.parts;
    const block = new Block(this.#linear(shape, tiles, planned), activated || relu !== null, norm ? norm.epsilon : null, tiles);
    this.#made = { key, block };
    return block;
  }

  #linear(shape: readonly number[], tiles: Tiles, planned: number): Convolution | Dense {
    const { linear } = this.parts;
    const extents = weightOf(linear, 'kernel')!.shape as number[];
    if (linear.getClassName() === 'Dense') return new Dense(extents[0], extents[1], tiles, planned);
    const { strides, dilationRate, padding } = configOf(linear);
    const steps = { kernel: [extents[0], extents[1]], strides: pairOf(strides), dilation: pairOf(dilationRate), padding: padding as 'valid' | 'same' } as const;
    return new Convolution(geometryOf(steps, [shape[1], shape[2], shape[3]], extents[3]), tiles, planned);
  }
}

/** One number stands for both axes. */
export function pairOf(value: unknown): readonly [number, number] {
  const [y, x = y] = Array.isArray(value) ? (value as number[]) : [value as number];
  return [y, x];
}
