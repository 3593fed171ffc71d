import { describe, expect, it } from 'vitest';
import { readModel } from './readModel.ts';

const weight = (name: string, shape: unknown, more: object = {}) => ({ name, shape, dtype: 'float32', ...more });
const json = (weights: object[], paths: string[] = ['weights.bin']) =>
  JSON.stringify({ modelTopology: { class_name: 'Sequential', config: [] }, weightsManifest: [{ paths, weights }] });
const zeros = (bytes: number) => async () => new Uint8Array(bytes);

describe('a model from its files', () => {
  it('takes its weights in the order of the manifest, from as many files as there are', async () => {
    const shards: Record<string, Uint8Array> = { a: new Uint8Array(Float32Array.of(1, 2, 3).buffer).slice(0, 7), b: new Uint8Array(Float32Array.of(1, 2, 3).buffer).slice(7) };
    const { weights } = await readModel(json([weight('d/kernel', [2, 1]), weight('d/bias', [1])], ['a', 'b']), async (path) => shards[path]);
    expect(Array.from(weights['d/kernel'].values)).toEqual([1, 2]);
    expect(Array.from(weights['d/bias'].values)).toEqual([3]);
  });

  it.each([
    ['{', zeros(0), /^model\.json: not JSON/],
    ['{}', zeros(0), /^model\.json: no modelTopology/],
    [JSON.stringify({ modelTopology: {} }), zeros(0), /^model\.json: no weightsManifest; save the model with its weights/],
    [json([weight('k', [2, 3])]), zeros(20), /^weights weights\.bin: 20 bytes where the manifest needs 24; the file is cut short/],
    [json([weight('k', [2, 3])]), zeros(28), /28 bytes where the manifest needs 24; the file is another one/],
    [json([weight('k', [1])], ['../secret']), zeros(4), /^weights file: \.\.\/secret leaves the model's folder/],
    [json([weight('k', [1])], ['/etc/secret']), zeros(4), /leaves the model's folder/],
    [json([weight('k', [65536, 65536])]), zeros(4), /^shape of k: 65536×65536 overflows/],
    [json([weight('k', [0])]), zeros(0), /^shape of k: \[0\] is not a list of positive/],
    [json([weight('k', [1.5])]), zeros(6), /^shape of k: \[1\.5\]/],
    [json([weight('k', [1], { dtype: 'int32' })]), zeros(4), /^type of k: int32 is not supported/],
    [json([weight('k', [4], { quantization: { dtype: 'uint8' } })]), zeros(4), /^type of k: quantised is not supported/],
    [json([weight('k', [1]), weight('k', [1])]), zeros(8), /^weight: k is there twice/],
    [json([weight('k', [1])]).replace('"config"', '"__proto__"'), zeros(4), /^key: __proto__ in model\.json is not allowed/],
  ])('refuses %s', async (text, read, words) => {
    await expect(readModel(text, read)).rejects.toThrow(words);
  });
});
