import { beforeAll, describe, expect, test } from 'vitest';
import { fromDisk, PUBLIC } from '../testing/publicFolder.ts';
import { tf } from '../model/tensorflow.ts';
import type { ExploreRequest, RunState, TrainedNetwork } from '../protocol.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { Session } from './session.ts';

const session = new Session(PUBLIC, fromDisk);
beforeAll(async () => void (await session.open(() => {}, { backend: 'cpu' })));

/** Explores, and checks one unit in the middle that is not off, where there is one. */
async function exploreAndCheck(request: ExploreRequest) {
  const explored = await session.explore(request);
  const { shape } = explored.layer;
  const middle = Math.floor(explored.rowNorms.length / 2);
  const index = Math.max(0, explored.rowNorms.findIndex((norm, r) => r >= middle && norm > 0));
  const [, W, C] = shape;
  const unit = { i: Math.floor(index / (W * C)), j: Math.floor(index / C) % W, c: index % C };
  const [row, checked] = await Promise.all([session.row(explored.id, unit), session.check(explored.id, unit)]);
  return { explored, index, row, checked };
}

async function expectAgreement(request: ExploreRequest, columns: number) {
  const plan = await session.plan(request);
  const { explored, index, row, checked } = await exploreAndCheck(request);
  expect(plan).toMatchObject({ rows: explored.rowNorms.length, columns, method: explored.summary.method, parts: 1 });
  expect(explored.parameters).toHaveLength(columns);
  expect(row.values).toHaveLength(columns);
  expect(row.norm).toBeGreaterThan(0);
  expect(row.norm).toBeCloseTo(explored.rowNorms[index], 3);
  expect(Math.hypot(...row.blockNorms)).toBeCloseTo(row.norm, 3);
  expect(checked.tfjsProblem).toBeNull();
  expect(checked.reference.worst).toBeLessThan(1e-6);
  expect(checked.tfjs!.worst).toBeLessThan(1e-5);
  return explored;
}

describe.each(['question', 'three-block', 'mlp'] satisfies TrainedNetwork[])('%s', (network) => {
  let run: RunState;
  beforeAll(async () => void (run = await session.choose(network)));

  test('is shown as shipped', () => {
    expect(run).toMatchObject({ network, phase: 'ready-made', readyMade: true, inputShape: [28, 28, 1] });
    expect(run.layers.map(({ name }) => name)).toContain(run.suggested);
  });

  test('every layer is explored with respect to its parameters, and agrees with float64 and TensorFlow.js', async () => {
    for (const { name, columns } of run.layers.filter((layer) => layer.columns > 0)) await expectAgreement({ digit: 3, of: name }, columns);
  });

  test('every layer is explored with respect to the input', async () => {
    for (const { name } of run.layers) {
      const explored = await expectAgreement({ digit: 3, of: name, wrt: 'input' }, 784);
      expect([...explored.parameters]).toEqual([...explored.digit.input]);
      expect(explored.blocks).toMatchObject([{ parameter: 'input', size: 784 }]);
    }
  });
});

test('batch statistics are those of the images that it names, and leave the model as it was', async () => {
  await session.choose('mlp');
  for (const wrt of [undefined, 'input'] as const) {
    const { explored, checked } = await exploreAndCheck({ digit: 3, of: 'relu2', wrt, batchNorm: 'batch' });
    expect(explored.images.indices).toHaveLength(8);
    expect(explored.images.indices[0]).toBe(3);
    expect(explored.images.note).toBe('Batch statistics over 8 images: this one and 7 more of the validation images.');
    expect(explored.parameters).toHaveLength(wrt ? 8 * 784 : 52448);
    expect(checked.tfjsProblem).toBeNull();
    expect(checked.reference.worst).toBeLessThan(1e-6);
    expect(checked.tfjs!.worst).toBeLessThan(1e-4);
  }
  await expectAgreement({ digit: 3, of: 'relu1' }, 50368);
});

test('with batch statistics a convolution’s bias has no effect, and there is no formula', async () => {
  await session.train({ ...DEFAULT_SETTINGS, imagesPerClass: 2, batchSize: 10, filters: 2, kernelSize: 15 }, { paused: true });
  const { explored, row, checked } = await exploreAndCheck({ digit: 3, of: 'relu1', batchNorm: 'batch', images: 3 });
  const bias = explored.blocks.findIndex(({ parameter }) => parameter === 'conv1/bias');
  expect(row.blockNorms[bias]).toBeLessThan(1e-12);
  expect(row.blockNorms.filter((norm) => norm > 1e-6)).toHaveLength(3);
  expect(explored.noFormula).toMatch(/^With batch statistics every unit also acts through/);
  expect(checked.tfjs!.worst).toBeLessThan(1e-4);
  await session.reset();
});

test('some parameters only, of a deeper layer: the formula is that of the convolution right under it', async () => {
  await session.choose('three-block');
  const explored = await expectAgreement({ digit: 7, of: 'relu2', wrt: ['bn2/beta', 'conv2/kernel'] }, 1152 + 16);
  expect(explored.wrt).toEqual(['conv2/kernel', 'bn2/beta']);
  expect(explored.convolution).toEqual({ layer: 'conv2', kernel: 'conv2/kernel', bias: 'conv2/bias', size: [3, 3], channelsIn: 8, input: 'pool1' });
  for (const [i, j] of [[0, 0], [6, 7]]) {
    const row = await session.row(explored.id, { i, j, c: 5 });
    const [relu, norm] = row.chain;
    if (relu.kind !== 'activation' || norm.kind !== 'batchNorm') throw new Error('chain: not an activation over a batch norm');
    const gain = (relu.derivative * norm.gamma) / norm.sigma;
    row.patch.forEach((value, k) => expect(row.values[16 * k + 5]).toBeCloseTo(gain * value, 4));
    expect(relu.output).toBeCloseTo(row.activation, 4);
  }
  const without = await session.explore({ digit: 7, of: 'relu2', wrt: ['conv1/kernel'] });
  expect(without.noFormula).toMatch(/whose parameters are not differentiated by/);
  expect(await session.row(without.id, { i: 0, j: 0, c: 5 })).toMatchObject({ chain: [], receptiveField: { top: -3, left: -3, height: 8, width: 8 } });
});

test('what is larger than the budget is gone through in parts: norms, rows and columns are those of the whole', async () => {
  await session.choose('question');
  const request: ExploreRequest = { digit: 3, of: 'relu1' };
  const whole = await session.explore(request);
  const parts = await session.explore({ ...request, budget: 1e6 });
  expect(await session.plan({ ...request, budget: 1e6 })).toMatchObject({ parts: expect.any(Number), budget: 1e6 });
  expect([whole.inParts, parts.inParts]).toEqual([false, true]);
  expect([...parts.rowNorms]).toEqual([...whole.rowNorms]);
  expect(parts.summary).toMatchObject({ rows: whole.summary.rows, bytes: whole.summary.bytes });
  const unit = { i: 12, j: 11, c: 4 };
  expect([...(await session.row(parts.id, unit)).values]).toEqual([...(await session.row(whole.id, unit)).values]);
  for (const p of [84, 524]) expect([...(await session.column(parts.id, p)).values]).toEqual([...(await session.column(whole.id, p)).values]);
  expect([...(await session.blockNorms(parts.id, 'bn1/gamma'))]).toEqual([...(await session.blockNorms(whole.id, 'bn1/gamma'))]);
});

test('explorations, checks and exports of any kind leave no tensor behind', async () => {
  await session.choose('mlp');
  const counts: number[] = [];
  for (let cycle = 0; cycle < 3; cycle++) {
    for (const request of [{ wrt: 'input' }, { batchNorm: 'batch', images: 3 }, { wrt: 'input', batchNorm: 'batch' }, { wrt: ['fc2/bias'] }] as const) {
      const { explored } = await exploreAndCheck({ digit: cycle, of: 'relu2', ...request });
      const { exportId } = await session.exportJacobian({ explorationId: explored.id, format: 'npz', layout: 'blocks' });
      await session.exportChunk(exportId);
      await session.cancel('export');
    }
    counts.push(tf.memory().numTensors);
  }
  expect(counts[2]).toBe(counts[1]);
});

test('the latest exploration wins, and one can be stopped', async () => {
  await session.choose('question');
  const [first, second] = await Promise.allSettled([session.explore({ digit: 1, of: 'conv1' }), session.explore({ digit: 2, of: 'conv1' })]);
  expect(first).toMatchObject({ status: 'rejected' });
  expect(second).toMatchObject({ status: 'fulfilled', value: { digit: { index: 2 } } });
  const stopped = session.explore({ digit: 4, of: 'relu1' });
  await session.cancel('jacobian');
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
});

test.each([
  [{ of: 'flatten', wrt: ['fc2/kernel'] }, /^parameter: fc2\/kernel is not at or below this layer; choose from conv1\/kernel/],
  [{ of: 'relu1', batchNorm: 'batch', images: 0 }, /^images: 0 cannot be taken together; give 1 to 512/],
  [{ of: 'relu1', budget: 10 }, /^budget: 10 bytes is too small/],
  [{ digit: -1, of: 'relu1' }, /^digit: -1 is not in the data/],
] as const)('%o is refused in words', async (request, words) => {
  await session.choose('question');
  await expect(session.explore({ digit: 0, ...request } as ExploreRequest)).rejects.toMatchObject({ code: expect.any(String), message: expect.stringMatching(words) });
});
