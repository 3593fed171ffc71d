// The worker itself, over its message channel: what is transferred arrives, what is thrown is plain.
import { proxy, wrap } from 'comlink';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineApi, EngineEvent } from './protocol.ts';

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const engine = wrap<EngineApi>(worker);
const events: EngineEvent[] = [];
beforeAll(async () => void (await engine.open(proxy((event: EngineEvent) => void events.push(event)), { backend: 'cpu', base: new URL('/', location.href).href })));
afterAll(() => worker.terminate());

test('another network is chosen, explored and exported to the last byte', async () => {
  const run = await engine.choose('mlp');
  expect(run).toMatchObject({ network: 'mlp', suggested: 'relu2' });
  const explored = await engine.explore({ digit: 3, of: 'fc3', wrt: ['fc3/kernel', 'fc3/bias'] });
  const { exportId, name } = await engine.exportJacobian({ explorationId: explored.id, format: 'npz', layout: 'dense' });
  expect(name).toBe('jacobian-mlp-fc3-image-3-dense.npz');
  const pieces: Uint8Array[] = [];
  for (let piece = await engine.exportChunk(exportId); piece; piece = await engine.exportChunk(exportId)) pieces.push(piece);
  const [first, last] = [pieces[0], pieces.at(-1)!];
  expect([...first.subarray(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
  expect([...last.subarray(-22, -18)]).toEqual([0x50, 0x4b, 5, 6]);
  await expect(engine.exportChunk(exportId)).rejects.toMatchObject({ code: 'aborted' });
});

test('a saved model is loaded again; what is refused or stopped comes as a plain error with its code', async () => {
  const files = await engine.saveModel();
  await expect(engine.loadModel([files[0]])).rejects.toEqual({ code: 'model', message: 'weights: weights.bin is named in model.json but was not handed over; choose it too' });
  expect(await engine.loadModel(files)).toMatchObject({ network: 'loaded', phase: 'loaded', inputShape: [28, 28, 1] });
  expect(events.findLast((event) => event.kind === 'networks')!.networks.at(-1)).toMatchObject({ name: 'loaded', shows: 'loaded', help: '28 × 28 × 1 → 10, 8 layers' });
  await engine.choose('question');
  const stopped = engine.explore({ digit: 1, of: 'relu1', batchNorm: 'batch' });
  await Promise.all([expect(stopped).rejects.toEqual({ code: 'aborted', message: 'work: stopped before it was done; ask again' }), engine.cancel('jacobian')]);
});
