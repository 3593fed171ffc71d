// The run that is shipped with the page, so that there is something to explore at once. Made by scripts/make-ready-run.mjs.
import type { Digits } from '../data/loadDigits.ts';
import { EngineFault } from '../engineError.ts';
import { describeLayers } from '../model/describeLayers.ts';
import { readFilters } from '../model/filters.ts';
import { loadModel, type ModelJson } from '../model/loadModel.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, Filters, RunState, TrainSettings } from '../protocol.ts';
import { RunData } from '../train/runData.ts';
import type { Showing } from './showing.ts';

/** run.json. */
export interface ReadyRun {
  /** How it was made, in words. */
  made: string;
  settings: TrainSettings;
  curve: Curve;
}

export class ReadyMade implements Showing {
  readonly readyMade = true;
  readonly data: RunData;
  /** Set anew each time it is shown. */
  revision = 0;

  constructor(
    readonly model: tfl.Sequential,
    private readonly run: ReadyRun,
    digits: Digits,
  ) {
    this.data = new RunData(digits, run.settings);
  }

  get curve(): Curve {
    return this.run.curve;
  }

  filters(): Promise<Filters> {
    return readFilters(this.model, this.revision);
  }

  state(): RunState {
    const { data, run } = this;
    return {
      phase: 'ready-made',
      readyMade: true,
      revision: this.revision,
      settings: run.settings,
      iteration: run.curve.training.length,
      iterations: data.iterations,
      epoch: run.settings.epochs,
      epochs: run.settings.epochs,
      iterationsPerEpoch: data.iterationsPerEpoch,
      imagesPerSecond: null,
      secondsLeft: null,
      fraction: null,
      error: null,
      layers: describeLayers(this.model),
      trainingImages: data.training.length,
      validationImages: data.validation.length,
    };
  }

  dispose(): void {
    this.model.dispose();
  }
}

export interface ReadyFiles {
  run: ReadyRun;
  model: ModelJson;
  weights: ArrayBuffer;
}

/** Downloads run.json, model.json and weights.bin from a folder. */
export async function downloadReadyRun(folder: URL, fetch = globalThis.fetch): Promise<ReadyFiles> {
  const load = async (name: string) => {
    const response = await fetch(new URL(name, folder));
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    return response;
  };
  try {
    const [run, model, weights] = await Promise.all(['run.json', 'model.json', 'weights.bin'].map(load));
    return { run: await run.json(), model: await model.json(), weights: await weights.arrayBuffer() };
  } catch (error) {
    const todo = 'see that the folder ready-made is published beside the page; node scripts/make-ready-run.mjs makes its files';
    throw new EngineFault('ready-made', `ready-made run: it could not be loaded from ${folder.href}; ${todo}`, (error as Error).message);
  }
}

export async function openReadyRun(files: ReadyFiles, digits: Digits): Promise<ReadyMade> {
  return new ReadyMade(await loadModel(files.model, files.weights), files.run, digits);
}
