// Fetches one file with progress, and tells a missing file from a page sent in its place. Knows no format.

export interface DownloadOptions {
  fetch?: typeof globalThis.fetch;
  signal?: AbortSignal;
  /** Called with all bytes so far, as they come. `first` is the start of the file. */
  onBytes?: (received: number, first: Uint8Array) => void;
}

/** The file's bytes. Throws `digits file: …` on a network error, a status that is not 2xx, or an HTML page; an abort rejects with the signal's reason. */
export async function download(url: URL, options: DownloadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { signal } = options;
  try {
    const response = await (options.fetch ?? globalThis.fetch)(url, { signal });
    if (!response.ok) throw problem(url, `HTTP ${response.status} ${response.statusText}`.trim(), MISSING);
    const bytes = await readBody(response, options);
    if (looksLikeHtml(response, bytes)) throw problem(url, 'the server answered with an HTML page', MISSING);
    return bytes;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DownloadError) throw error;
    throw problem(url, `no answer (${(error as Error).message})`, 'check the connection and load the page again', error);
  }
}

const MISSING = 'see that the folder digits is published beside the page; npm run digits makes its files';

class DownloadError extends Error {}

function problem(url: URL, what: string, todo: string, cause?: unknown): DownloadError {
  return new DownloadError(`digits file: ${url.href}: ${what}; ${todo}`, { cause });
}

async function readBody(response: Response, { signal, onBytes }: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (signal?.aborted) await reader.cancel(signal.reason);
    signal?.throwIfAborted();
    if (done) return joined(chunks, received);
    if (value.length === 0) continue;
    chunks.push(value);
    received += value.length;
    onBytes?.(received, chunks[0]);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Single-page servers answer an unknown path with 200 and their start page. No IDX, gzip or JSON file begins with `<`. */
function looksLikeHtml(response: Response, bytes: Uint8Array): boolean {
  if (response.headers.get('content-type')?.includes('text/html')) return true;
  return new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().startsWith('<');
}
