// Undoes gzip where it is there. Servers differ: some send a .gz file as it is, some let the browser undo it on the way.

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The bytes themselves unless they begin with gzip's 1f 8b; else what was compressed. Throws on a damaged stream. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new Error(`gzip stream: ${bytes.length} bytes that do not decompress; the file is damaged or cut short, download it again`, { cause });
  }
}
