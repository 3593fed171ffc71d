// A page's surroundings in Node, for tests and measurements on a machine without a browser: Dawn's WebGPU as `navigator.gpu`, and
// the repository's files where the development server has them.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { create, globals } from 'webgpu';

/** Where tests and measurements are started, bundled or not. */
const ROOT = pathToFileURL(`${process.cwd()}/`);
const HOST = 'http://repository.invalid';

Object.assign(globalThis, globals, { location: new URL(HOST) });
// Kept for as long as the process: collected while a device of its own still works, it takes the process with it. Its clock is not made coarse.
const gpu = create(['disable-dawn-features=timestamp_quantization']);
// Node has a navigator of its own from version 21 on.
Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: `Node.js/${process.versions.node}`, hardwareConcurrency: availableParallelism() }, configurable: true });

const online = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input, HOST);
  if (url.origin !== HOST) return online(input, init);
  const places = ['public', '.'].map((folder) => new URL(`${folder}${url.pathname}`, ROOT));
  const found = await Promise.any(places.map((place) => readFile(place))).catch(() => null);
  return found ? new Response(found) : new Response(null, { status: 404 });
};
