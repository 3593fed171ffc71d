// A TensorFlow.js layers model from its files: model.json and the weight files that it names. Pure; checks before it allocates.
import type { StoredModel, StoredWeights } from './fromTopology.ts';

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: unknown;
}

interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

export interface ModelFiles {
  readonly model: StoredModel;
  readonly weights: StoredWeights;
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** JSON without keys that reach into objects' own machinery. @throws when it is not JSON, or holds such a key. */
function parseSafely(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (FORBIDDEN.has(key)) throw new Error(`key: ${key} in model.json is not allowed; save the model again`);
      return value;
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`model.json: not JSON (${error.message}); save the model again`, { cause: error });
    throw error;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function manifestOf(json: unknown): { model: StoredModel; groups: readonly WeightGroup[] } {
  if (!isObject(json) || !isObject(json.modelTopology)) throw new Error('model.json: no modelTopology; give a TensorFlow.js layers model');
  if (!Array.isArray(json.weightsManifest) || json.weightsManifest.length === 0) throw new Error('model.json: no weightsManifest; save the model with its weights');
  const groups = json.weightsManifest as WeightGroup[];
  for (const group of groups) {
    if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) throw new Error('weightsManifest: a group without paths or weights; save the model again');
    for (const path of group.paths)
      if (typeof path !== 'string' || path.startsWith('/') || path.split(/[/\\]/).includes('..') || path.includes(':')) throw new Error(`weights file: ${String(path)} leaves the model's folder; put it beside model.json`);
  }
  return { model: json as unknown as StoredModel, groups };
}

/** How many numbers a weight has. @throws when its entry is not one that can be read. */
function sizeOf({ name, shape, dtype, quantization }: WeightEntry): number {
  if (typeof name !== 'string' || FORBIDDEN.has(name)) throw new Error(`weight: ${String(name)} is no name; save the model again`);
  if (!Array.isArray(shape) || !shape.every((extent) => Number.isSafeInteger(extent) && extent > 0))
    throw new Error(`shape of ${name}: ${JSON.stringify(shape)} is not a list of positive whole numbers; save the model again`);
  if (dtype !== 'float32' || quantization !== undefined) throw new Error(`type of ${name}: ${quantization === undefined ? dtype : 'quantised'} is not supported; save the weights as float32`);
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (size > 2 ** 31) throw new Error(`shape of ${name}: ${shape.join('×')} overflows; use a smaller model`);
  return size;
}

/**
 * Reads a model. `read` gives the bytes of a file that model.json names, relative to it.
 * @throws when model.json or the weights are damaged, cut short, too long, or reach outside the model's folder.
 */
export async function readModel(modelJson: string, read: (path: string) => Promise<Uint8Array>): Promise<ModelFiles> {
  const { model, groups } = manifestOf(parseSafely(modelJson));
  const weights: Record<string, { shape: readonly number[]; values: Float32Array }> = Object.create(null) as Record<string, never>;
  for (const group of groups) {
    const sizes = group.weights.map(sizeOf);
    const expected = 4 * sizes.reduce((total, size) => total + size, 0);
    const files = await Promise.all(group.paths.map(read));
    const found = files.reduce((total, { length }) => total + length, 0);
    if (found !== expected) throw new Error(`weights ${group.paths.join(', ')}: ${found} bytes where the manifest needs ${expected}; the file is ${found < expected ? 'cut short' : 'another one'}, save the model again`);
    const bytes = new Uint8Array(expected);
    let at = 0;
    for (const file of files) bytes.set(file, (at += file.length) - file.length);
    const numbers = new Float32Array(bytes.buffer);
    let start = 0;
    group.weights.forEach(({ name, shape }, k) => {
      if (name in weights) throw new Error(`weight: ${name} is there twice; save the model again`);
      weights[name] = { shape, values: numbers.subarray(start, (start += sizes[k])) };
    });
  }
  return { model, weights };
}
