import { beforeAll, expect, test } from 'vitest';
import type { EngineEvent, ExploreRequest, Opened } from '../protocol.ts';
import { readOracleFile } from '../testing/readOracleFile.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { Session } from './session.ts';

const session = new Session(new URL('/', location.href));
const events: EngineEvent[] = [];
let opened: Opened;
beforeAll(async () => void (opened = await session.open((event) => events.push(event))));

/** Explores on the device, and holds one unit in the middle that is not off to both checks. */
async function expectAgreement(request: ExploreRequest, tfjs = 1e-4) {
  const explored = await session.explore(request);
  const [, W, C] = explored.layer.shape;
  const middle = Math.floor(explored.rowNorms.length / 2);
  const index = Math.max(0, explored.rowNorms.findIndex((norm, r) => r >= middle && norm > 0));
  const unit = { i: Math.floor(index / (W * C)), j: Math.floor(index / C) % W, c: index % C };
  const [row, checked] = [await session.row(explored.id, unit), await session.check(explored.id, unit)];
  expect(explored.summary.engine).toBe('webgpu');
  expect(row.norm).toBeGreaterThan(0);
  expect(checked.reference.worst).toBeLessThan(1e-5);
  expect(checked.tfjsProblem).toBeNull();
  expect(checked.tfjs!.worst).toBeLessThan(tfjs);
  return { explored, row, checked };
}

test('pipelines compile before anything is asked, and the page hears of it and of its end', async () => {
  const told = () => events.filter((event) => event.kind === 'progress' && event.task === 'pipelines');
  await expect.poll(() => told().at(-1), { timeout: 60_000 }).toEqual({ kind: 'progress', task: 'pipelines', progress: null });
  expect(told()[0]).toMatchObject({ progress: { task: 'pipelines', label: 'Compiling GPU programs', done: expect.any(Number), total: expect.any(Number) } });
  const { explored } = await expectAgreement({ digit: 3, of: opened.run.suggested });
  expect(explored.summary.compileMilliseconds).toBeLessThan(100);
});

test('the question’s network: logits, input, batch statistics', async () => {
  await expectAgreement({ digit: 3, of: 'fc2' });
  await expectAgreement({ digit: 3, of: 'relu1', wrt: 'input' });
  const { explored, row } = await expectAgreement({ digit: 3, of: 'relu1', batchNorm: 'batch', images: 4 }, 1e-3);
  const bias = explored.blocks.findIndex(({ parameter }) => parameter === 'conv1/bias');
  expect(row.blockNorms[bias]).toBeLessThan(1e-6 * row.norm);
});

test('the three-block network and the perceptron', async () => {
  for (const network of ['three-block', 'mlp'] as const) {
    const run = await session.choose(network);
    const plan = await session.plan({ digit: 3, of: run.suggested });
    expect(plan.seconds).toBeGreaterThan(0);
    const { explored } = await expectAgreement({ digit: 3, of: run.suggested });
    expect(explored.summary).toMatchObject({ rows: plan.rows, columns: plan.columns, method: plan.method });
    await expectAgreement({ digit: 3, of: network === 'mlp' ? 'softmax' : 'relu1', wrt: 'input' });
  }
});

test('where TensorFlow.js on a GPU breaks a tie in a max pool otherwise, that is said instead of a gap', async () => {
  await session.choose('three-block');
  const explored = await session.explore({ digit: 3, of: 'pool1', wrt: 'input' });
  const index = explored.rowNorms.findIndex((norm, r) => r >= 784 && norm > 0);
  const units = Array.from({ length: 8 }, (_, c) => ({ i: Math.floor(index / 112), j: Math.floor(index / 8) % 14, c }));
  const checks = [];
  for (const unit of units) checks.push(await session.check(explored.id, unit));
  for (const { reference, tfjs, tfjsProblem } of checks) {
    expect(reference.worst).toBeLessThan(1e-5);
    if (tfjs) expect(tfjs.worst).toBeLessThan(1e-4);
    else expect(tfjsProblem).toMatch(/^pool1: cells with the same largest number meet in a window/);
  }
});

test('a loaded model with RGB input, larger than the budget: in parts, the same rows', async () => {
  const files = await Promise.all(['model.json', 'weights.bin'].map(async (name) => ({ name, bytes: await readOracleFile(`depthwise/${name}`) })));
  const run = await session.loadModel(files);
  expect(run.inputShape).toEqual([6, 6, 3]);
  await expectAgreement({ digit: 3, of: run.layers[0].name });
  await session.choose('question');
  const [whole, parts] = [await session.explore({ digit: 3, of: 'relu1' }), await session.explore({ digit: 3, of: 'relu1', budget: 1e6 })];
  expect([whole.inParts, parts.inParts]).toEqual([false, true]);
  parts.rowNorms.forEach((norm, r) => expect(Math.abs(norm - whole.rowNorms[r])).toBeLessThanOrEqual(1e-5 * (1 + norm)));
});

test('every network takes a step of training on the device', async () => {
  for (const network of ['three-block', 'mlp'] as const) {
    await session.train({ ...DEFAULT_SETTINGS, network, imagesPerClass: 1, batchSize: 5, epochs: 1, validationImages: 10 }, { paused: true });
    const before = await session.explore({ digit: 3, of: 'relu1' });
    await session.step();
    const after = await session.explore({ digit: 3, of: 'relu1' });
    expect(after.parameters).not.toEqual(before.parameters);
    expect(events.findLast((event) => event.kind === 'run')!.run).toMatchObject({ network, iteration: 1, error: null });
    await session.reset();
  }
});

test('nothing went wrong on the device', () => {
  expect(events.filter((event) => event.kind === 'error')).toEqual([]);
});
