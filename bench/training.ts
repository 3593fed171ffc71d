// How long training takes with fused operations and with TensorFlow.js's own, on the same device, and whether both learn the same.
import { loadDigits } from '../src/engine/data/loadDigits.ts';
import { buildNetwork } from '../src/engine/model/buildNetwork.ts';
import { drawWeights } from '../src/engine/model/drawWeights.ts';
import { tfForward } from '../src/engine/model/tfForward.ts';
import type { TrainedNetwork, TrainSettings } from '../src/engine/protocol.ts';
import { EngineHandle } from '../src/engine/session/engineHandle.ts';
import { openBackend } from '../src/engine/train/backend.ts';
import { setPopulationStatistics } from '../src/engine/train/batchNormStatistics.ts';
import { TrainingRun } from '../src/engine/train/run.ts';
import { type ImageChunk, RunData } from '../src/engine/train/runData.ts';
import { DEFAULT_SETTINGS } from '../src/engine/train/settings.ts';
import { Trainer } from '../src/engine/train/trainer.ts';
import { validate } from '../src/engine/train/validate.ts';
import { measure, type Timing } from './measure.ts';

const digits = () => loadDigits(new URL('/digits/', location.href));

async function opened(): Promise<EngineHandle> {
  const { device } = await openBackend({ only: 'webgpu', onError: (error) => console.error(error.message, error.detail) });
  return new EngineHandle(device);
}

const named = (fuses: boolean) => (fuses ? 'fused operations' : 'TensorFlow.js’s own');

function trainerOf(data: RunData, settings: TrainSettings, fuses: boolean): Trainer {
  const model = buildNetwork(settings.network, { ...settings, height: data.digits.height, width: data.digits.width, classes: data.digits.classes });
  drawWeights(model, settings.seed);
  return new Trainer(model, settings, { fuses });
}

/** A step of `batchSize` images: the first, compiling included, and `runs` more. */
export async function benchStep(network: TrainedNetwork, fuses: boolean, runs: number, batchSize = 128): Promise<Timing[]> {
  await opened();
  const settings = { ...DEFAULT_SETTINGS, network, batchSize };
  const data = new RunData(await digits(), settings);
  const trainer = trainerOf(data, settings, fuses);
  const [batch] = data.batches();
  const step = async () => void (await trainer.step(batch));
  const prepared = await measure(`${network}, pipelines compiled ahead, ${named(fuses)}`, 1, () => trainer.prepare(), { warm: 0 });
  const first = await measure(`${network}, first step of ${batchSize}, ${named(fuses)}`, 1, step, { warm: 0 });
  const later = await measure(`${network}, step of ${batchSize}, ${named(fuses)}`, runs, step, { warm: 0 });
  return [prepared, first, later];
}

/** 1 000 images classified in inference, warm. */
export async function benchEvaluation(network: TrainedNetwork, fuses: boolean, runs: number): Promise<Timing> {
  const engine = await opened();
  const settings = { ...DEFAULT_SETTINGS, network };
  const data = new RunData(await digits(), settings);
  const { model } = trainerOf(data, settings, fuses);
  const images = data.validation.subarray(0, 1000);
  const forward = fuses ? engine.forward(model) : (chunk: ImageChunk, of: string) => tfForward(model, chunk, of);
  const size = fuses ? engine.chunk : 128;
  return measure(`${network}, 1 000 images evaluated, ${named(fuses)}`, runs, async () => void (await validate(model, forward, data.chunks(images, size))), { warm: 1 });
}

/** The question's whole run, as the page makes it: from the first weights to the last validation, nothing compiled before. */
export async function benchRun(network: TrainedNetwork = 'question'): Promise<Timing & { accuracy: number; phases: Record<string, number> }> {
  const engine = await opened();
  const shown = await digits();
  const settings = { ...DEFAULT_SETTINGS, network };
  const phases: Record<string, number> = {};
  let [phase, since, revision] = ['', performance.now(), 0];
  const began = since;
  const note = (next: string) => {
    if (next === phase) return;
    const now = performance.now();
    if (phase) phases[phase] = (phases[phase] ?? 0) + now - since;
    [phase, since] = [next, now];
  };
  const run = new TrainingRun(settings, {
    digits: shown, chunk: engine.chunk, forward: (model) => engine.forward(model), revise: () => ++revision,
    emit: (event) => event.kind === 'run' && note(event.run.phase),
  });
  await run.ended;
  const milliseconds = performance.now() - began;
  note('over');
  const { error } = run.state();
  if (error) throw new Error(error.message);
  return { name: `${network}, whole run`, least: milliseconds, median: milliseconds, runs: 1, accuracy: run.curve.validation.at(-1)!.accuracy, phases };
}

/** Validation accuracies after whole runs without validations between: one a seed, fused or not. */
export async function benchAccuracy(seeds: readonly number[], fuses: boolean, changed: Partial<TrainSettings> = {}): Promise<number[]> {
  const engine = await opened();
  const shown = await digits();
  const accuracies: number[] = [];
  for (const seed of seeds) {
    const settings = { ...DEFAULT_SETTINGS, ...changed, seed };
    const data = new RunData(shown, settings);
    const trainer = trainerOf(data, settings, fuses);
    await trainer.prepare();
    for (const batch of data.batches()) await trainer.step(batch);
    const forward = engine.forward(trainer.model);
    await setPopulationStatistics(trainer.model, forward, () => data.chunks(data.training, engine.chunk));
    accuracies.push((await validate(trainer.model, forward, data.chunks(data.validation, engine.chunk))).accuracy);
    trainer.dispose();
    trainer.model.dispose();
  }
  return accuracies;
}
