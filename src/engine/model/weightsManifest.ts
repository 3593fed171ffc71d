// The weightsManifest of a model.json: which numbers lie in which files. Checks all of it, and reads no file.
import { FORBIDDEN } from './forbiddenKeys.ts';
import { type Quantization, quantizationOf } from './quantization.ts';

export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** Numbers that it has. */
  readonly size: number;
  /** How they are stored; null: as float32. */
  readonly quantization: Quantization | null;
}

/** Files whose bytes follow one another, and the weights in them, in order. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

/** What an Int32 can count: more cannot be indexed on a device. */
const MOST_NUMBERS = 2 ** 31 - 1;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws when a group, a path or a weight is not one that can be read, or a name is there twice. */
export function weightsManifest(manifest: unknown): readonly WeightGroup[] {
  if (!Array.isArray(manifest) || manifest.length === 0) throw new Error('model.json: it has no weightsManifest; save the model with its weights');
  const seen = new Set<string>();
  return manifest.map((group: unknown): WeightGroup => {
    if (!isRecord(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) throw new Error('weightsManifest: a group has no paths or no weights; save the model again');
    const weights = group.weights.map(entryOf);
    for (const { name } of weights) {
      if (seen.has(name)) throw new Error(`weight: ${name} is in the weightsManifest twice; save the model again`);
      seen.add(name);
    }
    return { paths: group.paths.map(pathOf), weights };
  });
}

/** A file in the model's own folder, or below it. */
function pathOf(path: unknown): string {
  if (typeof path !== 'string' || path === '') throw new Error(`weights file: ${JSON.stringify(path)} is no file name; save the model again`);
  if (/^[/\\]|:|\0/.test(path) || path.split(/[/\\]/).includes('..')) throw new Error(`weights file: ${path} leaves the model's folder; put it beside model.json and mend its path there`);
  return path;
}

function entryOf(entry: unknown): WeightEntry {
  const { name, shape, dtype, quantization } = isRecord(entry) ? entry : {};
  if (typeof name !== 'string' || name === '' || FORBIDDEN.has(name)) throw new Error(`weight: ${JSON.stringify(name)} is no name; save the model again`);
  if (!Array.isArray(shape) || !shape.every((extent) => Number.isSafeInteger(extent) && extent > 0))
    throw new Error(`shape of ${name}: ${JSON.stringify(shape)} is not a list of positive whole numbers; save the model again`);
  if (dtype !== 'float32') throw new Error(`type of ${name}: ${String(dtype)} is not supported; save the weights as float32`);
  const size = shape.reduce((product: number, extent: number) => product * extent, 1);
  if (size > MOST_NUMBERS) throw new Error(`shape of ${name}: ${shape.join('×')} is more than 2³¹ numbers; use a smaller model`);
  return { name, shape, size, quantization: quantizationOf(name, quantization) };
}
