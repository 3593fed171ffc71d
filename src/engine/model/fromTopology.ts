// A TensorFlow.js layers model as it is stored (model.json and its weights) into the engine's network. Checks everything
// before it makes anything, and copies no numbers. Knows no TensorFlow.js.
import { ruleOf } from '../layers/rules.ts';
import type { Shape3 } from '../layers/window.ts';
import { expectedWeights } from './expectedWeights.ts';
import { inputShapeOf, linked, lowerLayer } from './lowerLayer.ts';
import type { Layer, Network, Parameter } from './network.ts';
import { storedLayers, type StoredLayer, type StoredModel } from './storedLayers.ts';

export type { StoredModel } from './storedLayers.ts';

/** By `layer/weight` (`conv1/kernel`), row-major. */
export type StoredWeights = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>;

/** What an Int32 can count: more cannot be indexed on a device. */
const MOST_NUMBERS = 2 ** 31 - 1;

/**
 * The network, its parameters' numbers those of `weights` themselves.
 * @throws when the model is not made of supported layers with one input and one output, when sizes make no sense or are too
 * large to count, and when the weights are not exactly those that the layers need.
 */
export function networkFromTopology(model: StoredModel, weights: StoredWeights): Network {
  const { batchShape, layers: stored } = storedLayers(model);
  const inputShape = inputShapeOf(batchShape);
  checkCount('input shape', inputShape);
  const used = new Set<string>();
  const layers: Layer[] = [];
  const image: Output = { place: -1, shape: (batchShape as readonly number[]).slice(1) };
  const outputs: Output[] = [];
  for (const { stored: layer, inputs } of stored) {
    const taken = inputs.length > 0 ? inputs.map((input) => outputs[input]) : [image];
    const lowered = lowerStored(layer, taken.map(({ shape }) => shape), weights, used);
    const shape = outputOf(layer, lowered, taken.map((each) => each.shape));
    layers.push(...linked(lowered, taken.map(({ place }) => place), layers.length));
    outputs.push({ shape, place: lowered.length > 0 ? layers.length - 1 : taken[0].place });
  }
  const extra = Object.keys(weights).find((name) => !used.has(name));
  if (extra !== undefined) throw new Error(`weight: ${extra} belongs to no layer of the model; give the weights that were saved with it`);
  return { inputShape, layers };
}

/** What a stored layer puts out: the place of its last primitive, −1 for the images, and one image's shape, [H, W, C] or [F]. */
interface Output {
  readonly place: number;
  readonly shape: readonly number[];
}

const camelCase = (key: string) => key.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());

/** Class names of layers that work on maps only. */
const NEEDS_MAP = /2D$/;

/** The primitive layers of one stored layer. Notes in `used` which weights it took. */
function lowerStored(stored: StoredLayer, inputs: readonly (readonly number[])[], weights: StoredWeights, used: Set<string>): Layer[] {
  const { class_name: className, config: { name } } = stored;
  const config = Object.fromEntries(Object.entries(stored.config).map(([key, value]) => [camelCase(key), value]));
  const [input] = inputs;
  let expected: ReadonlyMap<string, readonly number[]> | null = null;
  const weight = (own: string): Parameter | null => {
    // Made when the first weight is asked for: the layer's class and data format have been checked by then.
    expected ??= expectedWeights({ className, name, config, input });
    const shape = expected.get(own);
    if (!shape) return null;
    used.add(`${name}/${own}`);
    return checkedWeight(`${name}/${own}`, shape, weights);
  };
  const layers = lowerLayer({ className, name, trainable: config.trainable !== false, config, axes: input.length + 1, inputs: inputs.length, weight });
  if (NEEDS_MAP.test(className) && input.length !== 3)
    throw new Error(`layer ${name}: ${className} takes a map where its input is a vector of ${input[0]}; put a Reshape to [H, W, C] before it`);
  return layers;
}

/** @throws unless the weight is there, of that shape, and holds as many numbers. */
function checkedWeight(name: string, wanted: readonly number[], weights: StoredWeights): Parameter {
  checkCount(`weight ${name}`, wanted);
  if (!Object.hasOwn(weights, name)) throw new Error(`weight: ${name} is missing; give the weights that were saved with the model`);
  const { shape, values } = weights[name];
  if (!Array.isArray(shape) || shape.length !== wanted.length || !wanted.every((extent, axis) => shape[axis] === extent))
    throw new Error(`weight ${name}: shape ${JSON.stringify(shape)} where the layer needs [${wanted.join(', ')}]; give the weights that were saved with the model`);
  const size = wanted.reduce((product, extent) => product * extent, 1);
  if (!(values instanceof Float32Array) || values.length !== size)
    throw new Error(`weight ${name}: ${values instanceof Float32Array ? values.length : 'no float32'} numbers where [${wanted.join(', ')}] holds ${size}; give the whole weight file`);
  return { name, shape, values };
}

const mapOf = (shape: readonly number[]): Shape3 => (shape.length === 1 ? [1, 1, shape[0]] : [shape[0], shape[1], shape[2]]);

/** One image of the layer's output: [H, W, C], or [F]. @throws when nothing is left of it, or it is too large to count. */
function outputOf({ class_name: kind, config }: StoredLayer, layers: readonly Layer[], inputs: readonly (readonly number[])[]): readonly number[] {
  let shapes = inputs.map(mapOf);
  for (const layer of layers) {
    checkPool(layer, shapes[0]);
    const shape = ruleOf(layer).outputShape(layer, shapes[0], shapes);
    if (shape.some((extent) => extent < 1)) throw new Error(`output of ${config.name}: ${shape.join('×')} is empty; use a smaller kernel or a larger image`);
    checkCount(`output of ${config.name}`, shape);
    shapes = [shape];
  }
  return isVector(kind, config, inputs[0]) ? [shapes[0][2]] : shapes[0];
}

function isVector(kind: string, config: StoredLayer['config'], input: readonly number[]): boolean {
  if (kind === 'Flatten') return true;
  if (kind.startsWith('Global')) return config.keepdims !== true;
  if (kind === 'Reshape') return (config.target_shape as readonly unknown[]).length === 1;
  return input.length === 1;
}

/** 'same' lets a pool be of any size: what is far larger than the map does nothing but take time. */
function checkPool(layer: Layer, [H, W]: Shape3): void {
  if ((layer.kind !== 'maxPool' && layer.kind !== 'averagePool') || !layer.size) return;
  const most = (extent: number) => Math.max(2 * extent, 64);
  if (layer.size[0] > most(H) || layer.size[1] > most(W))
    throw new Error(`pool size of ${layer.name}: ${layer.size.join('×')} is far larger than its input ${H}×${W}; use a pool that fits`);
}

function checkCount(noun: string, shape: readonly number[]): void {
  if (shape.reduce((product, extent) => product * extent, 1) > MOST_NUMBERS)
    throw new Error(`${noun}: ${shape.join('×')} is more than 2³¹ numbers; use a smaller model`);
}
