// Bytes of a file of the oracle: from disk in Node, from the development server in a browser. Knows no format.

const FOLDER = '/src/engine/testing/oracle/';
// Kept out of `new URL(…, import.meta.url)`, which the bundler would rewrite into one asset for each file of the folder.
const here = import.meta.url;

/** `path` is relative to the folder `oracle/`, e.g. `mlp/J.npy`. Throws when there is no such file. */
export async function readOracleFile(path: string): Promise<Uint8Array> {
  const url = 'location' in globalThis ? new URL(FOLDER + path, location.href) : new URL(`oracle/${path}`, here);
  const bytes = url.protocol === 'file:' ? await fromDisk(url) : await fromServer(url);
  if (!bytes) throw new Error(`oracle file: ${path}; not there, make it with oracle/make_cases.py`);
  return bytes;
}

async function fromDisk(url: URL): Promise<Uint8Array | null> {
  const { readFile } = await import('node:fs/promises');
  return readFile(url).then((buffer) => new Uint8Array(buffer), () => null);
}

async function fromServer(url: URL): Promise<Uint8Array | null> {
  const response = await fetch(url);
  // A development server answers an unknown path with its start page.
  const isPage = response.headers.get('content-type')?.includes('text/html') ?? false;
  return response.ok && !isPage ? new Uint8Array(await response.arrayBuffer()) : null;
}
