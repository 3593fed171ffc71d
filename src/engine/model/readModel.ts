// A TensorFlow.js layers model from its files: model.json and the weight files that it names, wherever they lie. Knows no
// file system, and asks how long a file is before it reads it.
import { refuseForbiddenKeys } from './forbiddenKeys.ts';
import type { StoredModel, StoredWeights } from './fromTopology.ts';
import { bytesPerNumber, dequantized } from './quantization.ts';
import { type WeightGroup, weightsManifest } from './weightsManifest.ts';

export interface ModelFiles {
  readonly model: StoredModel;
  readonly weights: StoredWeights;
}

/** A weight file that has not been read yet. */
export interface WeightFile {
  readonly size: number;
  bytes(): Promise<Uint8Array>;
}

/** Gives a file that model.json names, relative to it. */
export type ReadWeights = (path: string) => Promise<Uint8Array | WeightFile>;

/**
 * Reads a model; its weights come as float32, quantized ones too. That they fit the layers, `networkFromTopology` checks.
 * @throws when model.json is damaged or no layers model, or when the weight files are cut short, too long, of another type, or
 * outside the model's folder: all of it before room for the numbers is made.
 */
export async function readModel(modelJson: string, read: ReadWeights): Promise<ModelFiles> {
  const { model, groups } = parsed(modelJson);
  const opened = await Promise.all(groups.map(async (group) => ({ group, files: await filesOf(group, read) })));
  const weights = Object.create(null) as Record<string, StoredWeights[string]>;
  for (const { group, files } of opened) {
    const bytes = await joined(group, files);
    let at = 0;
    for (const { name, shape, size, quantization } of group.weights) {
      const end = at + size * bytesPerNumber(quantization);
      weights[name] = { shape, values: dequantized(bytes.subarray(at, end), quantization) };
      at = end;
    }
  }
  return { model, weights };
}

function parsed(modelJson: string): { model: StoredModel; groups: readonly WeightGroup[] } {
  let json: unknown;
  try {
    json = JSON.parse(modelJson);
  } catch (cause) {
    throw new Error(`model.json: not JSON (${(cause as Error).message}); save the model again`, { cause });
  }
  refuseForbiddenKeys('model.json', json);
  const { modelTopology, weightsManifest: manifest, format } = (json ?? {}) as Record<string, unknown>;
  if (format === 'graph-model') throw new Error('model.json: a graph model is not supported; convert it with --output_format=tfjs_layers_model');
  if (typeof modelTopology !== 'object' || modelTopology === null) throw new Error('model.json: it has no modelTopology; give a TensorFlow.js layers model');
  return { model: json as StoredModel, groups: weightsManifest(manifest) };
}

/** The files of a group. @throws unless they hold as many bytes as its weights need. */
async function filesOf(group: WeightGroup, read: ReadWeights): Promise<readonly WeightFile[]> {
  const files = await Promise.all(group.paths.map(async (path) => asFile(await read(path))));
  checkLength(group, files.reduce((total, { size }) => total + size, 0));
  return files;
}

function asFile(given: Uint8Array | WeightFile): WeightFile {
  if (!(given instanceof Uint8Array)) return given;
  // A plain view: Node's own kind of bytes is cut without being copied.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  return { size: bytes.length, bytes: async () => bytes };
}

const bytesNeeded = ({ weights }: WeightGroup) => weights.reduce((total, { size, quantization }) => total + size * bytesPerNumber(quantization), 0);

function checkLength(group: WeightGroup, found: number): void {
  const needed = bytesNeeded(group);
  if (found === needed) return;
  const problem = found < needed ? 'cut short; save or download it again' : 'longer than that; give the file that was saved with this model.json';
  throw new Error(`weights ${group.paths.join(', ')}: ${found} bytes where model.json needs ${needed}, so the file is ${problem}`);
}

/** The files' bytes, one after another. */
async function joined(group: WeightGroup, files: readonly WeightFile[]): Promise<Uint8Array> {
  if (files.length === 1) {
    const bytes = await files[0].bytes();
    checkLength(group, bytes.length);
    return bytes;
  }
  const all = new Uint8Array(bytesNeeded(group));
  let at = 0;
  for (const file of files) {
    const bytes = await file.bytes();
    checkLength(group, all.length - file.size + bytes.length);
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}
