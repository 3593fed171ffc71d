import { describe, expect, it, vi } from 'vitest';
import { readModel, type WeightFile } from './readModel.ts';

const weight = (name: string, shape: unknown, more: object = {}) => ({ name, shape, dtype: 'float32', ...more });
const json = (weights: unknown[], paths: unknown[] = ['weights.bin']) =>
  JSON.stringify({ modelTopology: { class_name: 'Sequential', config: [] }, weightsManifest: [{ paths, weights }] });
const zeros = (bytes: number) => async () => new Uint8Array(bytes);
const bytesOf = (values: ArrayBufferView) => new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
const quantized = (dtype: string, more: object = {}) => ({ quantization: { dtype, original_dtype: 'float32', ...more } });

describe('a model from its files', () => {
  it('takes its weights in the order of the manifest, from as many files as there are', async () => {
    const all = bytesOf(Float32Array.of(1, 2, 3));
    const shards: Record<string, Uint8Array> = { a: all.slice(0, 7), b: all.slice(7) };
    const { weights } = await readModel(json([weight('d/kernel', [2, 1]), weight('d/bias', [1])], ['a', 'b']), async (path) => shards[path]);
    expect(weights['d/kernel']).toEqual({ shape: [2, 1], values: Float32Array.of(1, 2) });
    expect(weights['d/bias']).toEqual({ shape: [1], values: Float32Array.of(3) });
  });

  it('takes bytes that lie anywhere in a larger buffer', async () => {
    const padded = new Uint8Array(13);
    padded.set(bytesOf(Float32Array.of(5, 6)), 3);
    const { weights } = await readModel(json([weight('k', [2])]), async () => padded.subarray(3, 11));
    expect(Array.from(weights.k.values)).toEqual([5, 6]);
  });

  it('undoes the three quantizations of TensorFlow.js, one after another in a file', async () => {
    const halves = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555);
    const bytes = Uint8Array.of(0, 255, 128, ...bytesOf(halves), ...bytesOf(Uint16Array.of(0, 65535)), ...bytesOf(Float32Array.of(-0.5)));
    const { weights } = await readModel(
      json([weight('u8', [3], quantized('uint8', { scale: 0.5, min: -1 })), weight('f16', [5], quantized('float16')), weight('u16', [2], quantized('uint16', { scale: 2, min: 1 })), weight('f32', [1])]),
      async () => bytes,
    );
    expect(Array.from(weights.u8.values)).toEqual([-1, 126.5, 63]);
    expect(Array.from(weights.f16.values)).toEqual([1, -2, 2 ** -24, 65504, 0.333251953125]);
    expect(Array.from(weights.u16.values)).toEqual([1, 131071]);
    expect(Array.from(weights.f32.values)).toEqual([-0.5]);
  });

  it('reads no file before it knows that all of them are as long as they must be', async () => {
    const read = vi.fn<WeightFile['bytes']>();
    const sizes: Record<string, number> = { a: 4, b: 2 ** 40 };
    await expect(readModel(json([weight('k', [2])], ['a', 'b']), async (path) => ({ size: sizes[path], bytes: read }))).rejects.toThrow(/^weights a, b: 1099511627780 bytes where model\.json needs 8/);
    expect(read).not.toHaveBeenCalled();
  });

  it('sees a file that has become shorter since', async () => {
    await expect(readModel(json([weight('k', [2])]), async () => ({ size: 8, bytes: zeros(5) }))).rejects.toThrow(/5 bytes where model\.json needs 8, so the file is cut short/);
  });

  it('refuses JSON nested deeper than the stack without falling over', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    await expect(readModel(`{"modelTopology":{},"more":${deep}}`, zeros(0))).rejects.toThrow(/^model\.json: it has no weightsManifest/);
  });

  it.each<readonly [string, () => Promise<Uint8Array>, RegExp]>([
    ['{', zeros(0), /^model\.json: not JSON \(.+\); save the model again/],
    ['', zeros(0), /^model\.json: not JSON/],
    ['null', zeros(0), /^model\.json: it has no modelTopology/],
    ['{}', zeros(0), /^model\.json: it has no modelTopology; give a TensorFlow\.js layers model/],
    [JSON.stringify({ modelTopology: {} }), zeros(0), /^model\.json: it has no weightsManifest; save the model with its weights/],
    [JSON.stringify({ modelTopology: {}, weightsManifest: [] }), zeros(0), /^model\.json: it has no weightsManifest/],
    [JSON.stringify({ modelTopology: {}, weightsManifest: [null] }), zeros(0), /^weightsManifest: a group has no paths or no weights/],
    [JSON.stringify({ format: 'graph-model', modelTopology: {}, weightsManifest: [] }), zeros(0), /^model\.json: a graph model is not supported; convert it/],
    [json([weight('k', [2, 3])]), zeros(20), /^weights weights\.bin: 20 bytes where model\.json needs 24, so the file is cut short/],
    [json([weight('k', [2, 3])]), zeros(28), /28 bytes where model\.json needs 24, so the file is longer than that/],
    [json([weight('k', [4], quantized('uint16', { scale: 1, min: 0 }))]), zeros(16), /16 bytes where model\.json needs 8/],
    ...['../secret', 'a/../../secret', '..\\secret', '/etc/secret', '\\\\host\\secret', 'C:\\secret', 'https://host/secret', 'a\0b'].map(
      (path) => [json([weight('k', [1])], [path]), zeros(4), /^weights file: .+ leaves the model's folder; put it beside/s] as const,
    ),
    [json([weight('k', [1])], [7]), zeros(4), /^weights file: 7 is no file name/],
    [json([weight('k', [1])], ['']), zeros(4), /^weights file: "" is no file name/],
    [json([null]), zeros(4), /^weight: undefined is no name/],
    [json([weight('__proto__', [1])]), zeros(4), /^weight: "__proto__" is no name/],
    [json([weight('k', [65536, 65536])]), zeros(4), /^shape of k: 65536×65536 is more than 2³¹ numbers/],
    [json([weight('k', [2 ** 52, 2 ** 52, 2 ** 52])]), zeros(4), /is more than 2³¹ numbers/],
    [json([weight('k', [0])]), zeros(0), /^shape of k: \[0\] is not a list of positive/],
    [json([weight('k', [1.5])]), zeros(6), /^shape of k: \[1\.5\]/],
    [json([weight('k', [-2, -2])]), zeros(16), /^shape of k: \[-2,-2\]/],
    [json([weight('k', 'four')]), zeros(16), /^shape of k: "four"/],
    [json([weight('k', [1], { dtype: 'int32' })]), zeros(4), /^type of k: int32 is not supported; save the weights as float32/],
    [json([weight('k', [4], quantized('int4'))]), zeros(4), /^quantization of k: int4 is not supported; use float16/],
    [json([weight('k', [4], quantized('uint8', { scale: '1', min: 0 }))]), zeros(4), /^quantization of k: scale 1 and min 0 are not two numbers/],
    [json([weight('k', [1]), weight('k', [1])]), zeros(8), /^weight: k is in the weightsManifest twice/],
    [json([weight('k', [1])]).replace('"config"', '"__proto__"'), zeros(4), /^model\.json: the key __proto__ in modelTopology is not allowed/],
    [json([weight('k', [1])]).replace('"weightsManifest"', '"constructor":{},"weightsManifest"'), zeros(4), /^model\.json: the key constructor is not allowed/],
  ])('refuses %s', async (text, read, words) => {
    await expect(readModel(text, read)).rejects.toThrow(words);
  });
});
