// The ground truth's models and arrays as files to hand to the page, and the files that the page saves, read back.
import { readFile } from 'node:fs/promises';
import type { Download } from '@playwright/test';
import { parseNpy } from '../../src/engine/data/npy.ts';

const ORACLE = 'src/engine/testing/oracle';

/** Paths of a stored model's files. */
export const modelFiles = (name: string): string[] => [`${ORACLE}/${name}/model.json`, `${ORACLE}/${name}/weights.bin`];
export const oraclePath = (name: string, file: string): string => `${ORACLE}/${name}/${file}`;

type NpyArray = ReturnType<typeof parseNpy>;

export async function oracleArray(name: string, file: string): Promise<NpyArray> {
  return parseNpy(new Uint8Array(await readFile(oraclePath(name, file))));
}

/** The arrays of an .npz, whose entries are stored as they are. */
export async function savedArrays(download: Download): Promise<Map<string, NpyArray>> {
  const bytes = new Uint8Array(await readFile(await download.path()));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // The directory at the end knows sizes that the local headers of a streamed zip leave open.
  const end = bytes.length - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('zip: no end record; the file is cut short');
  const arrays = new Map<string, NpyArray>();
  let at = view.getUint32(end + 16, true);
  for (let k = 0; k < view.getUint16(end + 10, true); k++) {
    const [size, nameLength, extra, comment, local] = [view.getUint32(at + 20, true), view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    arrays.set(name.replace(/\.npy$/, ''), parseNpy(bytes.slice(start, start + size)));
    at += 46 + nameLength + extra + comment;
  }
  return arrays;
}
