import { beforeAll, describe, expect, test } from 'vitest';
import type { EngineEvent, NamedFile } from '../protocol.ts';
import { loadOracle, type OracleName } from '../testing/oracle.ts';
import { modelFiles } from '../model/saveModel.ts';
import { tfl } from '../model/tensorflow.ts';
import { fromDisk, PUBLIC } from '../testing/publicFolder.ts';
import { readOracleFile } from '../testing/readOracleFile.ts';
import { relativeError } from '../testing/relativeError.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { Session } from './session.ts';

const events: EngineEvent[] = [];
const session = new Session(PUBLIC, fromDisk);
beforeAll(async () => void (await session.open((event) => events.push(event), { backend: 'cpu' })));
const lastRun = () => events.findLast((event) => event.kind === 'run')!.run;

const filesOf = async (name: OracleName): Promise<NamedFile[]> =>
  Promise.all(['model.json', 'weights.bin'].map(async (file) => ({ name: file, bytes: await readOracleFile(`${name}/${file}`) })));

const utf8 = new TextEncoder();

describe.each(['deep-small', 'deep-small-batch', 'mlp', 'overlapping-pool', 'depthwise', 'strided', 'dilated'] as const)('the model of %s', (name) => {
  test('is loaded, shown its own images, and gives the oracle’s rows by parameters and by input', async () => {
    const oracle = await loadOracle(name);
    const run = await session.loadModel(await filesOf(name));
    const [N, ...inputShape] = oracle.input.shape;
    expect(run).toMatchObject({ network: 'loaded', phase: 'loaded', inputShape });
    expect(run.layers.find((layer) => layer.name === oracle.of)).toMatchObject({ columns: oracle.columns });
    const info = await session.setInput({ kind: 'npy', file: { name: 'images.npy', bytes: await readOracleFile(`${name}/input.npy`) } }, '0-1');
    expect(info).toEqual({ kind: 'npy', scale: '0-1', count: N, name: 'images.npy' });
    const perImage = oracle.rows / N;
    const digit = N - 1;
    for (const [wrt, truth] of [[undefined, oracle.arrays.J!], ['input', oracle.arrays.J_input!]] as const) {
      const explored = await session.explore({ digit, of: oracle.of, wrt, batchNorm: oracle.batchNorm, images: N });
      const { shape } = explored.layer;
      expect(explored.digit).toMatchObject({ index: digit, label: null, split: null, name: 'images.npy' });
      expect(explored.rowNorms).toHaveLength(perImage);
      const columns = truth.shape[1];
      // In batch mode the chosen image comes first, so that columns by the input are in another order of images.
      const place = (p: number) => (wrt && oracle.batchNorm === 'batch' ? (Math.floor(p / (columns / N)) - digit + N) % N * (columns / N) + (p % (columns / N)) : wrt ? p - digit * (columns / N) : p);
      for (const r of [0, Math.floor(perImage / 2), perImage - 1]) {
        const unit = { i: Math.floor(r / (shape[1] * shape[2])), j: Math.floor(r / shape[2]) % shape[1], c: r % shape[2] };
        const { values, index } = await session.row(explored.id, unit);
        expect(index).toBe(r);
        const expected = truth.data.subarray((digit * perImage + r) * columns, (digit * perImage + r + 1) * columns);
        const found = Float64Array.from(expected, (_, p) => values[place(p)] ?? 0);
        expect(relativeError(found, expected)).toBeLessThan(1e-6);
        const checked = await session.check(explored.id, unit);
        expect(checked.reference.worst).toBeLessThan(1e-6);
        if (checked.tfjs) expect(checked.tfjs.worst).toBeLessThan(1e-4);
        else expect(checked.tfjsProblem).not.toBe('');
      }
    }
  });
});

test('a digit is shown to a model of another size and with more channels: resampled, in its range', async () => {
  const run = await session.loadModel(await filesOf('deep-small'));
  const [H, W, C] = run.inputShape;
  await session.setInput({ kind: 'digit' }, '0-255');
  const explored = await session.explore({ digit: 3, of: run.suggested });
  expect(explored.digit).toMatchObject({ label: expect.any(Number), height: H, width: W, channels: C, name: null });
  expect(explored.digit.input).toHaveLength(H * W * C);
  explored.digit.pixels.forEach((pixel, k) => expect(Math.abs(pixel - explored.digit.input[k])).toBeLessThanOrEqual(0.5));
  expect(Math.max(...explored.digit.input)).toBeGreaterThan(50);
  expect(await session.browse({ label: 3, outcome: 'any', split: 'any', offset: 0, count: 2 })).toMatchObject({ items: [{ label: 3 }, { label: 3 }] });
});

test.each([['depthwise', [1, 0.2, 0]], ['mlp', [0.299 + 0.587 * 0.2]]] as const)('a picture is decoded into the channels of the model of %s', async (name, expected) => {
  const run = await session.loadModel(await filesOf(name));
  const rgba = Uint8ClampedArray.from({ length: 4 * 6 }, (_, k) => [255, 51, 0, 255][k % 4]);
  const info = await session.setInput({ kind: 'pixels', name: 'red.png', width: 3, height: 2, rgba }, '0-1');
  expect(info).toEqual({ kind: 'pixels', scale: '0-1', count: 1, name: 'red.png' });
  const { digit } = await session.explore({ digit: 0, of: run.suggested });
  expect(digit.input).toHaveLength(run.inputShape.reduce((product, extent) => product * extent, 1));
  digit.input.forEach((value, k) => expect(value).toBeCloseTo(expected[k % expected.length], 5));
});

test('what is refused changes nothing, and says what is wrong and what to do', async () => {
  const good = await filesOf('deep-small');
  await session.loadModel(good);
  const before = lastRun();
  const [json, weights] = good;
  const text = new TextDecoder().decode(json.bytes);
  const refused: [NamedFile[], RegExp][] = [
    [[json], /^weights: .* is named in model.json but was not handed over; choose it too$/],
    [[weights], /^model.json: 0 of the 1 files end in .json/],
    [[json, { ...weights, bytes: weights.bytes.slice(0, -4) }], /^weights weights.bin: \d+ bytes .*/],
    [[{ ...json, bytes: utf8.encode(text.slice(0, 200)) }, weights], /^model.json: not JSON/],
    [[{ ...json, bytes: utf8.encode(text.replace('{', '{"__proto__": {"a": 1}, ')) }, weights], /^model.json: the key __proto__ /],
    [[json, { ...weights, bytes: Uint8Array.from(weights.bytes, (byte, k) => (k < 4 ? 0xff : byte)) }], /^weights .*: NaN at /],
    [[{ ...json, bytes: utf8.encode(text.replaceAll('"Conv2D"', '"LSTM"')) }, weights], /LSTM is not supported; use Conv2D/],
  ];
  for (const [files, words] of refused) await expect(session.loadModel(files)).rejects.toMatchObject({ code: 'model', message: expect.stringMatching(words) });
  await expect(session.setInput({ kind: 'npy', file: { name: 'x.npy', bytes: utf8.encode('PK') } }, '0-1')).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(/^x.npy: npy magic/) });
  await expect(session.setInput({ kind: 'npy', file: { name: 'j.npy', bytes: await readOracleFile('deep-small/J.npy') } }, '0-1')).rejects.toMatchObject({ message: expect.stringMatching(/^j.npy: an array of 128 × 183 is not what the model takes; save one of N × /) });
  await expect(session.setInput({ kind: 'pixels', name: 'a.png', width: 2, height: 2, rgba: new Uint8ClampedArray(15) }, '0-1')).rejects.toMatchObject({ message: expect.stringMatching(/^a.png: 15 bytes are not 2 × 2 pixels/) });
  await expect(session.setInput({ kind: 'pixels', name: 'a.png', width: 1, height: 1, rgba: new Uint8ClampedArray(4) }, '0-1')).rejects.toMatchObject({ message: 'channels: the model takes 2, a picture has 1, 3 or 4; hand over an .npy file' });
  expect(lastRun()).toEqual(before);
  expect((await session.explore({ digit: 5, of: before.suggested })).revision).toBe(before.revision);
});

test('a model that was saved here is read back: the same numbers', async () => {
  await session.choose('question');
  const shown = await session.explore({ digit: 3, of: 'fc2' });
  const files = await session.saveModel();
  expect(files.map(({ name }) => name)).toEqual(['model.json', 'weights.bin']);
  await session.loadModel(files);
  const input = shown.digit.input;
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (28, 28), }`.padEnd(117) + '\n';
  const bytes = new Uint8Array([0x93, ...utf8.encode('NUMPY'), 1, 0, 118, 0, ...utf8.encode(header), ...new Uint8Array(input.slice().buffer)]);
  await session.setInput({ kind: 'npy', file: { name: 'digit.npy', bytes } }, '0-1');
  const again = await session.explore({ digit: 0, of: 'fc2' });
  expect(again.activations).toEqual(shown.activations);
  expect(again.parameters).toEqual(shown.parameters);
  expect(await session.saveModel()).toEqual(files);
});

test('a run is kept, paused, while another network is shown; numbers of revisions only go up', async () => {
  await session.train({ ...DEFAULT_SETTINGS, imagesPerClass: 2, batchSize: 10, filters: 3, validationImages: 20 }, { paused: true });
  await session.step();
  const trained = await session.explore({ digit: 0, of: 'relu1' });
  const away = await session.choose('mlp');
  expect(away).toMatchObject({ network: 'mlp', phase: 'ready-made' });
  expect(events.findLast((event) => event.kind === 'networks')!.networks.map(({ name, shows }) => [name, shows])).toEqual([['question', 'run'], ['three-block', 'ready-made'], ['mlp', 'ready-made'], ['loaded', 'loaded']]);
  expect(events.findLast((event) => event.kind === 'filters')!.filters!.shape).toEqual([28, 28, 1, 64]);
  const back = await session.choose('question');
  expect(back).toMatchObject({ network: 'question', phase: 'paused', iteration: 1, readyMade: false });
  expect(back.revision).toBeGreaterThan(away.revision);
  expect((await session.explore({ digit: 0, of: 'relu1' })).parameters).toEqual(trained.parameters);
  await session.step();
  expect(lastRun()).toMatchObject({ network: 'question', iteration: 2 });
  await session.reset();
  expect(lastRun()).toMatchObject({ network: 'question', phase: 'ready-made' });
});

test('what is not there cannot be chosen', async () => {
  const fresh = new Session(PUBLIC, fromDisk);
  await fresh.open(() => {}, { backend: 'cpu' });
  await expect(fresh.choose('loaded')).rejects.toMatchObject({ code: 'no-model' });
  await expect(fresh.setInput({ kind: 'digit' }, '0-1')).rejects.toMatchObject({ code: 'no-model' });
});

test('a functional model with a skip connection is held against TensorFlow.js too', async () => {
  const input = tfl.input({ shape: [8, 8, 1] });
  const first = tfl.layers.conv2d({ name: 'first', filters: 3, kernelSize: 3, padding: 'same', activation: 'tanh' }).apply(input) as tfl.SymbolicTensor;
  const second = tfl.layers.conv2d({ name: 'second', filters: 3, kernelSize: 3, padding: 'same' }).apply(first) as tfl.SymbolicTensor;
  const joined = tfl.layers.add({ name: 'joined' }).apply([first, second]) as tfl.SymbolicTensor;
  const both = tfl.layers.concatenate({ name: 'both' }).apply([joined, first]) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs: input, outputs: tfl.layers.flatten({ name: 'flat' }).apply(both) as tfl.SymbolicTensor });
  await session.loadModel(await modelFiles(model));
  model.dispose();
  for (const wrt of [undefined, 'input', ['first/kernel']] as const) {
    const explored = await session.explore({ digit: 3, of: 'both', wrt });
    const checked = await session.check(explored.id, { i: 4, j: 5, c: 1 });
    expect(checked.tfjsProblem).toBeNull();
    expect(checked.tfjs!.worst).toBeLessThan(1e-5);
    expect((await session.row(explored.id, { i: 4, j: 5, c: 1 })).norm).toBeGreaterThan(0);
  }
});
