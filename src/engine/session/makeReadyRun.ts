// Trains a run that is shipped with the page, by the program's own trainer on the processor. For Node.
import type { Digits } from '../data/loadDigits.ts';
import { loadModel } from '../model/loadModel.ts';
import { saveModel } from '../model/saveModel.ts';
import type { EngineEvent, TrainedNetwork, TrainSettings } from '../protocol.ts';
import { useProcessor } from '../train/cpuBackend.ts';
import { TrainingRun } from '../train/run.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { EngineHandle } from './engineHandle.ts';
import type { ReadyRun } from './readyMade.ts';

export { loadDigits } from '../data/loadDigits.ts';
export { TRAINED_NETWORKS } from '../model/buildNetwork.ts';
export { readyFolder } from './readyMade.ts';

/** Networks that have learnt too little after the default epochs. */
const EPOCHS: Readonly<Record<string, Partial<TrainSettings>>> = { 'three-block': { epochs: 8 }, mlp: { epochs: 20 } };

export interface MadeFiles {
  'run.json': string;
  'model.json': string;
  'weights.bin': Uint8Array;
}

/** Trains `network` to the end, with the default settings but for the epochs. @throws when the run fails. */
export async function makeReadyRun(digits: Digits, network: TrainedNetwork = 'question', emit: (event: EngineEvent) => void = () => {}): Promise<MadeFiles> {
  const settings: TrainSettings = { ...DEFAULT_SETTINGS, network, ...EPOCHS[network] };
  await useProcessor();
  const engine = new EngineHandle(null);
  let revision = 0;
  const run = new TrainingRun(settings, { digits, chunk: engine.chunk, forward: (model) => engine.forward(model), emit, revise: () => ++revision });
  await run.ended;
  const { error, phase } = run.state();
  if (error || phase !== 'finished') throw new Error(error?.message ?? `run: it ended ${phase}; run the script again`);
  const { json, weights } = await saveModel(run.model, 'weights.bin');
  await loadModel(json, weights.slice().buffer);
  const made = 'Trained by this program itself: scripts/make-ready-run.mjs, the settings below, TensorFlow.js on the processor.';
  const ready: ReadyRun = { made, settings, curve: run.curve };
  run.dispose();
  return { 'run.json': `${JSON.stringify(ready, null, 1)}\n`, 'model.json': `${JSON.stringify(json)}\n`, 'weights.bin': weights };
}
