import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadDigits } from './loadDigits.ts';

const [count, height, width, classes] = [30, 6, 5, 3];
const idx = (shape: number[], data: number[]) =>
  Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255]), ...data]);
const pixels = Array.from({ length: count * height * width }, (_, k) => (k * k * 13) % 256);
const labels = Array.from({ length: count }, (_, k) => k % classes);

type Served = Record<string, Uint8Array | string>;

/** A folder of digits as it would be stored, with a manifest that is true of the files given. */
function folder({ images = idx([count, height, width], pixels), labelFile = idx([count], labels), zip = true, ...manifest }: Partial<Record<string, unknown>> & { images?: Uint8Array; labelFile?: Uint8Array; zip?: boolean } = {}): Served {
  const stored = (bytes: Uint8Array) => (zip ? new Uint8Array(gzipSync(bytes)) : bytes);
  const entry = (file: string, bytes: Uint8Array) => ({
    file, bytes: bytes.length, storedBytes: new Uint8Array(gzipSync(bytes)).length, sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    'digits.json': JSON.stringify({ count, height, width, classes, images: entry('i.gz', images), labels: entry('l.gz', labelFile), ...manifest }),
    'i.gz': stored(images),
    'l.gz': stored(labelFile),
  };
}

/** Serves a folder in pieces of 100 bytes without Content-Length; anything unknown is 404, or a start page with 200. */
function server(files: Served, { startPage = false, type = 'application/octet-stream' } = {}) {
  const asked: string[] = [];
  const fetch = (async (input: URL, init?: RequestInit) => {
    init?.signal?.throwIfAborted();
    asked.push(input.href);
    const content = files[input.pathname.split('/').pop()!];
    if (content === undefined) {
      if (!startPage) return new Response('gone', { status: 404, statusText: 'Not Found' });
      return new Response('\n<!doctype html><title>Explorer</title>', { headers: { 'content-type': type } });
    }
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    let at = 0;
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) return controller.close();
          controller.enqueue(bytes.slice(at, (at += 100)));
        },
      }),
    );
  }) as typeof globalThis.fetch;
  return { fetch, asked };
}

const load = (files: Served, options = {}) => loadDigits('http://host/digits', { fetch: server(files).fetch, ...options });

describe('loadDigits', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['as stored, gzipped', true],
    ['with the gzip undone by the server', false],
  ])('gives images and labels %s', async (_, zip) => {
    const digits = await load(folder({ zip }));
    expect(digits).toEqual({ count, height, width, classes, images: Uint8Array.from(pixels), labels: Uint8Array.from(labels) });
  });

  it.each(['http://host/a/digits', 'http://host/a/digits/', new URL('http://host/a/digits')])('looks in the folder %s', async (base) => {
    const { fetch, asked } = server(folder());
    await loadDigits(base, { fetch });
    expect(asked).toEqual(['http://host/a/digits/digits.json', 'http://host/a/digits/l.gz', 'http://host/a/digits/i.gz']);
  });

  it.each([true, false])('reports progress that never falls and ends at the total (gzipped: %s)', async (zip) => {
    const calls: [number, number][] = [];
    const images = idx([count, height, width], pixels);
    await load(folder({ zip, images }), { onProgress: (done: number, total: number) => calls.push([done, total]) });
    const total = images.length + 8 + count;
    expect(new Set(calls.map((call) => call[1]))).toEqual(new Set([total]));
    expect(calls.length).toBeGreaterThan(4);
    calls.forEach(([done], k) => expect(done).toBeGreaterThanOrEqual(k === 0 ? 0 : calls[k - 1][0]));
    expect(calls.at(-1)![0]).toBe(total);
    expect(calls.filter(([done]) => done < total).length).toBeGreaterThan(2);
    // The bytes that came count as what they become, so that the bar does not stand at a fifth and then jump.
    expect(calls.at(-2)![0]).toBeGreaterThan(0.95 * total);
  });

  it('checks the checksum, with and without crypto.subtle', async () => {
    const files = folder();
    const changed = idx([count, height, width], pixels);
    changed[100] ^= 1;
    files['i.gz'] = new Uint8Array(gzipSync(changed));
    await expect(load(files)).rejects.toThrow('digits checksum: i.gz has 916 bytes and SHA-256');
    vi.stubGlobal('crypto', undefined);
    await expect(load(files)).rejects.toThrow('digits checksum: i.gz has 916 bytes and SHA-256');
    expect((await load(folder())).count).toBe(count);
  });

  it('refuses a file that is cut short', async () => {
    const files = folder();
    files['i.gz'] = (files['i.gz'] as Uint8Array).slice(0, -9);
    await expect(load(files)).rejects.toThrow('gzip stream');
    const plain = folder({ zip: false });
    plain['i.gz'] = (plain['i.gz'] as Uint8Array).slice(0, -9);
    await expect(load(plain)).rejects.toThrow('digits checksum: i.gz has 907 bytes');
  });

  it.each([
    ['a label that is no class', folder({ labelFile: idx([count], labels.with(17, 3)) }), 'digit label: 3 at image 17; with 3 classes'],
    ['fewer labels than images', folder({ labelFile: idx([count - 1], labels.slice(1)) }), 'digit labels: 29 in l.gz; there are 30 images'],
    ['images of another size', folder({ images: idx([count, width, height], pixels) }), 'digit images: 30×5×6 in i.gz; digits.json says 30×6×5'],
    ['images and labels exchanged', folder({ images: idx([count], labels) }), 'IDX magic: 0x00000801; 1 dimensions, expected 0x00000803'],
    ['sizes that do not fit the data', folder({ images: idx([count + 1, height, width], pixels) }), 'IDX data: 900 bytes; 31×6×5 needs 930'],
    ['a manifest without a count', folder({ count: 0 }), 'digits.json count: 0'],
  ])('refuses %s', async (_, files, message) => {
    await expect(load(files)).rejects.toThrow(message);
  });

  it.each(['digits.json', 'l.gz', 'i.gz'])('says that %s is missing', async (name) => {
    const { [name]: _, ...files } = folder();
    await expect(load(files)).rejects.toThrow(`digits file: http://host/digits/${name}: HTTP 404 Not Found; see that the folder digits`);
    for (const type of ['text/html; charset=utf-8', 'application/octet-stream']) {
      const { fetch } = server(files, { startPage: true, type });
      await expect(loadDigits('http://host/digits', { fetch })).rejects.toThrow(`digits file: http://host/digits/${name}: the server answered with an HTML page`);
    }
  });

  it('says that nothing answers', async () => {
    const fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(loadDigits('http://host/digits', { fetch })).rejects.toThrow('digits.json: no answer (Failed to fetch); check the connection');
  });

  it('stops when told, before and during the download', async () => {
    const reason = new Error('enough');
    await expect(load(folder(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    let after = 0;
    const onProgress = () => (controller.signal.aborted ? after++ : controller.abort(reason));
    await expect(load(folder(), { signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(after).toBe(0);
  });
});
