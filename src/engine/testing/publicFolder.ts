// The shipped files, read from disk in place of a server. Test support only, for Node.
import { readFile } from 'node:fs/promises';

export const PUBLIC = new URL('../../../public/', import.meta.url);

export const fromDisk = (async (url: URL) => new Response(await readFile(url))) as unknown as typeof fetch;
