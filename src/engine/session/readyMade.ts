// A run that is shipped with the page, so that there is something to explore at once. Made by scripts/make-ready-run.mjs.
import type { Digits } from '../data/loadDigits.ts';
import { EngineFault } from '../engineError.ts';
import { describeLayers, suggestedLayer } from '../model/describeLayers.ts';
import { readFilters } from '../model/filters.ts';
import { loadModel, type ModelJson } from '../model/loadModel.ts';
import { modelFiles } from '../model/saveModel.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, Filters, LayerInfo, NamedFile, RunState, TrainedNetwork, TrainSettings } from '../protocol.ts';
import { Readings } from '../train/readings.ts';
import { RunData } from '../train/runData.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import { type Input, RunInput } from './input.ts';
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
  readonly network = null;
  readonly data: RunData;
  readonly input: Input;
  readonly readings: Readings;
  /** Set anew each time it is shown. */
  revision = 0;
  readonly #layers: readonly LayerInfo[];

  constructor(
    readonly model: tfl.Sequential,
    private readonly run: ReadyRun,
    digits: Digits,
  ) {
    this.data = new RunData(digits, run.settings);
    this.input = new RunInput(this.data);
    this.readings = new Readings(digits);
    this.#layers = describeLayers(model);
  }

  get curve(): Curve {
    return this.run.curve;
  }

  filters(): Promise<Filters | null> {
    return readFilters(this.model, this.revision);
  }

  renew(revision: number): void {
    this.revision = revision;
  }

  state(): RunState {
    const { data, run } = this;
    return {
      network: run.settings.network,
      suggested: suggestedLayer(this.#layers),
      inputShape: [data.digits.height, data.digits.width, 1],
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
      layers: this.#layers,
      moments: [],
      momentsEvery: 1,
      moment: null,
      validated: null,
      trainingImages: data.training.length,
      validationImages: data.validation.length,
    };
  }

  files(): Promise<readonly NamedFile[]> {
    return modelFiles(this.model);
  }

  async tensorFlow(): Promise<tfl.LayersModel> {
    return this.model;
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

/** Where the run of a network is shipped, within the folder ready-made. */
export function readyFolder(network: TrainedNetwork): string {
  return network === 'question' ? '' : `${network}/`;
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
    return { run: withDefaults(await run.json()), model: await model.json(), weights: await weights.arrayBuffer() };
  } catch (error) {
    const todo = 'see that the folder ready-made is published beside the page; node scripts/make-ready-run.mjs makes its files';
    throw new EngineFault('ready-made', `ready-made run: it could not be loaded from ${folder.href}; ${todo}`, (error as Error).message);
  }
}

/** A run that was made before there was a choice of network is of the question's. */
function withDefaults(run: ReadyRun): ReadyRun {
  return { ...run, settings: { ...DEFAULT_SETTINGS, ...run.settings } };
}

export async function openReadyRun(files: ReadyFiles, digits: Digits): Promise<ReadyMade> {
  return new ReadyMade(await loadModel(files.model, files.weights), files.run, digits);
}
