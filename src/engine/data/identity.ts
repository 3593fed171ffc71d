// A short name for a data set that is the same wherever the same images and labels are. Knows no files.
import type { Digits } from './loadDigits.ts';
import { sha256 } from './sha256.ts';

const LENGTH = 12;

/** 12 hexadecimal digits of SHA-256 over sizes, class names, labels and images. */
export async function identityOf({ count, height, width, names = [], labels, images }: Digits): Promise<string> {
  const parts = await Promise.all([labels, images].map((bytes) => sha256(bytes as Uint8Array<ArrayBuffer>)));
  const whole = new TextEncoder().encode(JSON.stringify([count, height, width, names, ...parts]));
  return (await sha256(whole)).slice(0, LENGTH);
}
