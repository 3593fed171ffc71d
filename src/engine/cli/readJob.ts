// The command's files, read and checked: a network and its images. Knows no device.
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readImages } from '../data/readImages.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { slice } from '../jacobian/stream.ts';
import { volume } from '../layers/window.ts';
import { networkFromTopology } from '../model/fromTopology.ts';
import type { Images, Network } from '../model/network.ts';
import { readModel, type WeightFile } from '../model/readModel.ts';
import type { Command, Range } from './parseCommand.ts';

export interface Job {
  readonly network: Network;
  readonly images: Images;
  /** Undefined: all. */
  readonly rows: { start: number; count: number } | undefined;
}

/** @throws when a file is not there, is not what it should be, or has not what the command asks for. */
export async function readJob(command: Command, signal: AbortSignal): Promise<Job> {
  const modelJson = await reading('--model', command.model, () => readFile(command.model, { encoding: 'utf8', signal }));
  const folder = dirname(command.model);
  const { model, weights } = await readModel(modelJson.replace(/^\uFEFF/, ''), (path) => weightFile(path, join(folder, path), signal));
  const network = networkFromTopology(model, weights);
  const bytes = await reading('--input', command.input, () => readFile(command.input, { signal }));
  const all = await readImages(plain(bytes), network.inputShape);
  const chosen = within('images', command.images, all.shape[0]);
  const images = chosen ? slice(all, chosen.start, chosen.count) : all;
  const perImage = volume(sitesOf(network, 1, command.of).at(-1)!.output);
  return { network, images, rows: within('rows', command.rows, images.shape[0] * perImage) };
}

async function weightFile(name: string, path: string, signal: AbortSignal): Promise<WeightFile> {
  const { size } = await reading('weights file', path, () => stat(path));
  return { size, bytes: async () => plain(await reading('weights file', name, () => readFile(path, { signal }))) };
}

/** Node's own kind of bytes is cut without being copied, where everybody else copies. */
function plain({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  EISDIR: 'it is a folder; name the file in it',
  EACCES: 'it may not be read; change its permissions',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB; split it',
};

async function reading<T>(noun: string, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const problem = PROBLEMS[(error as NodeJS.ErrnoException).code ?? ''];
    throw problem ? new Error(`${noun}: ${path}: ${problem}`, { cause: error }) : error;
  }
}

/** An open end is that of all; one beyond it is refused, so that nothing is missing unnoticed. */
function within(noun: string, range: Range | null, total: number): { start: number; count: number } | undefined {
  if (!range) return undefined;
  const end = range.end === Infinity ? total : range.end;
  if (end > total || range.first >= end) throw new Error(`--${noun}: ${range.first}:${range.end === Infinity ? '' : end} is not among the ${total} ${noun}; choose from 0:${total}`);
  return { start: range.first, count: end - range.first };
}
