// The digits, downloaded and checked: manifest, checksums, formats, sizes, labels. Knows neither split nor network.
import { download, type DownloadOptions } from './download.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { parseIdx } from './idx.ts';
import { parseManifest, type DigitsFile, type DigitsManifest } from './manifest.ts';
import { sha256 } from './sha256.ts';

export interface Digits {
  count: number;
  height: number;
  width: number;
  classes: number;
  /** [count, height, width] row-major, 0 to 255. */
  images: Uint8Array;
  /** [count], 0 to classes − 1. */
  labels: Uint8Array;
  /** Of the classes; left out where they are called by their numbers. */
  names?: readonly string[];
  /** Images to look at that are no part of the set; they are counted on from `count`. */
  beside?: readonly ImageBeside[];
}

/** An image in the size of a set's, without a class and in no split. */
export interface ImageBeside {
  readonly name: string;
  /** [height, width] row-major, 0 to 255. */
  readonly pixels: Uint8Array;
}

export interface LoadDigitsOptions {
  fetch?: typeof globalThis.fetch;
  /** In bytes of the files once decompressed. `done` never falls, `total` never changes, the last call has them equal. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Loads digits.json from `baseUrl`, then the two IDX files that it names, gzipped or with the gzip already undone by
 * the server. A relative `baseUrl` counts from the page, or from the script inside a worker: hand a worker the whole URL.
 * Throws `noun: value; what to do` when anything is missing, damaged or at odds; an abort rejects with the signal's reason.
 */
export async function loadDigits(baseUrl: string | URL, options: LoadDigitsOptions = {}): Promise<Digits> {
  const base = folderUrl(baseUrl);
  const { fetch, signal, onProgress } = options;
  const manifest = parseManifest(new TextDecoder().decode(await download(new URL('digits.json', base), { fetch, signal })));
  const total = manifest.labels.bytes + manifest.images.bytes;
  const load = (file: DigitsFile, before: number) =>
    loadFile(base, file, { fetch, signal, onProgress: (done) => onProgress?.(before + done, total) });
  // The small file first: what is wrong with the folder shows before the long download.
  const labelBytes = await load(manifest.labels, 0);
  const imageBytes = await load(manifest.images, manifest.labels.bytes);
  const { count, height, width, classes } = manifest;
  return { count, height, width, classes, images: imagesOf(imageBytes, manifest), labels: labelsOf(labelBytes, manifest) };
}

function folderUrl(baseUrl: string | URL): URL {
  const text = String(baseUrl);
  return new URL(text.endsWith('/') ? text : `${text}/`, globalThis.location?.href);
}

interface FileOptions extends DownloadOptions {
  onProgress: (done: number) => void;
}

/** One IDX file, decompressed, of the promised length and checksum. */
async function loadFile(base: URL, file: DigitsFile, { onProgress, ...options }: FileOptions): Promise<Uint8Array<ArrayBuffer>> {
  // Content-Length may be missing, or count other bytes than the ones that arrive; the manifest knows both lengths.
  const onBytes = (received: number, first: Uint8Array) => {
    const perByte = isGzip(first) ? file.bytes / file.storedBytes : 1;
    onProgress(Math.min(Math.floor(received * perByte), file.bytes));
  };
  const bytes = await gunzip(await download(new URL(file.file, base), { ...options, onBytes }));
  const found = await sha256(bytes);
  if (bytes.length !== file.bytes || found !== file.sha256) {
    throw new Error(
      `digits checksum: ${file.file} has ${bytes.length} bytes and SHA-256 ${found}; digits.json says ${file.bytes} and ${file.sha256}: ` +
        'load the page again, and if the file was changed on purpose describe it with npm run digits -- --manifest',
    );
  }
  onProgress(file.bytes);
  return bytes;
}

function imagesOf(bytes: Uint8Array, { images, count, height, width }: DigitsManifest): Uint8Array {
  const { shape, data } = parseIdx(bytes, 3);
  if (shape[0] !== count || shape[1] !== height || shape[2] !== width) {
    throw new Error(`digit images: ${shape.join('×')} in ${images.file}; digits.json says ${count}×${height}×${width}, write it with npm run digits`);
  }
  return data;
}

function labelsOf(bytes: Uint8Array, { labels, count, classes }: DigitsManifest): Uint8Array {
  const { shape, data } = parseIdx(bytes, 1);
  if (shape[0] !== count) {
    throw new Error(`digit labels: ${shape[0]} in ${labels.file}; there are ${count} images, and each needs one label`);
  }
  const wrong = data.findIndex((label) => label >= classes);
  if (wrong >= 0) throw new Error(`digit label: ${data[wrong]} at image ${wrong}; with ${classes} classes labels go from 0 to ${classes - 1}`);
  return data;
}
