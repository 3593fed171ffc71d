// Initial weights for digits on which nothing has been trained yet, so that there is something to explore at once.
import type { Digits } from '../data/loadDigits.ts';
import { buildNetwork } from '../model/buildNetwork.ts';
import { describeLayers, suggestedLayer } from '../model/describeLayers.ts';
import { drawWeights } from '../model/drawWeights.ts';
import { readFilters } from '../model/filters.ts';
import { modelFiles } from '../model/saveModel.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, Filters, LayerInfo, NamedFile, RunState, TrainSettings } from '../protocol.ts';
import { Readings } from '../train/readings.ts';
import { RunData } from '../train/runData.ts';
import { type Input, RunInput } from './input.ts';
import type { Start } from './showing.ts';

const NO_CURVE: Curve = { training: [], validation: [] };

export class Untrained implements Start {
  readonly readyMade = false;
  readonly network = null;
  readonly curve = NO_CURVE;
  readonly model: tfl.Sequential;
  readonly data: RunData;
  readonly input: Input;
  readonly readings: Readings;
  /** Set anew each time it is shown. */
  revision = 0;
  readonly #layers: readonly LayerInfo[];

  /** `settings` must be valid for these digits; a run with them begins with the same weights. */
  constructor(
    private readonly settings: TrainSettings,
    digits: Digits,
  ) {
    const { height, width, classes } = digits;
    this.data = new RunData(digits, settings);
    this.input = new RunInput(this.data);
    this.readings = new Readings(digits);
    this.model = buildNetwork(settings.network, { ...settings, height, width, classes });
    drawWeights(this.model, settings.seed);
    this.#layers = describeLayers(this.model);
  }

  filters(): Promise<Filters | null> {
    return readFilters(this.model, this.revision);
  }

  renew(revision: number): void {
    this.revision = revision;
  }

  state(): RunState {
    const { data, settings } = this;
    return {
      network: settings.network, suggested: suggestedLayer(this.#layers), inputShape: [data.digits.height, data.digits.width, 1], phase: 'untrained', readyMade: false, revision: this.revision, settings,
      iteration: 0, iterations: data.iterations, epoch: 0, epochs: settings.epochs, iterationsPerEpoch: data.iterationsPerEpoch, imagesPerSecond: null, secondsLeft: null, fraction: null, error: null,
      layers: this.#layers, moments: [], momentsEvery: 1, moment: null, validated: null, trainingImages: data.training.length, validationImages: data.validation.length,
    };
  }

  files(): Promise<readonly NamedFile[]> {
    return modelFiles(this.model);
  }

  async tensorFlow(): Promise<tfl.Sequential> {
    return this.model;
  }

  dispose(): void {
    this.model.dispose();
  }
}
