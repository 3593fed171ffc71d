// What a run sees of the digits: its split, its mean image, its order of batches. Fixed by settings and seed; no tensors.
import { batchesOf } from '../data/batches.ts';
import type { Digits } from '../data/loadDigits.ts';
import { meanImage, normalise } from '../data/normalise.ts';
import { shuffle, stream, type Rng } from '../data/random.ts';
import { splitPerClass } from '../data/split.ts';
import type { Split, TrainSettings } from '../protocol.ts';

/** Images as the network sees them, [N, H, W, 1] row-major, and their labels. */
export interface ImageChunk {
  readonly data: Float32Array;
  readonly shape: readonly [number, number, number, number];
  readonly labels: Uint8Array;
}

/** Settings that later iterations alone read. */
export const ADJUSTABLE = ['epochs', 'learningRate', 'momentum', 'l2', 'validationEvery'] as const;
export type AdjustableSetting = (typeof ADJUSTABLE)[number];

export class RunData {
  /** Indices into the digits, ascending. */
  readonly training: Int32Array;
  /** Those that validations run over, ascending. */
  readonly validation: Int32Array;
  /** The mean training image, in the scale of the settings. */
  readonly mean: Float32Array;
  readonly #trains: Uint8Array;

  #settings: TrainSettings;

  constructor(
    readonly digits: Digits,
    settings: TrainSettings,
  ) {
    this.#settings = settings;
    const split = splitPerClass(digits.labels, digits.classes, settings.imagesPerClass, settings.seed);
    this.training = split.training;
    this.validation = spread(split.validation, settings.validationImages);
    this.mean = meanImage(digits.images, split.training, digits.height * digits.width, settings.pixelScale);
    this.#trains = new Uint8Array(digits.count);
    for (const index of split.training) this.#trains[index] = 1;
  }

  get settings(): TrainSettings {
    return this.#settings;
  }

  /** Changes what decides neither split nor pixels nor what was already drawn. */
  adjust(change: Partial<Pick<TrainSettings, AdjustableSetting>>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  get iterationsPerEpoch(): number {
    return Math.floor(this.training.length / this.settings.batchSize);
  }

  get iterations(): number {
    return this.iterationsPerEpoch * this.settings.epochs;
  }

  /** Every image that is not trained on counts as validation, drawn for it or not. */
  splitOf(index: number): Split {
    return this.#trains[index] ? 'training' : 'validation';
  }

  chunk(indices: Int32Array): ImageChunk {
    const { digits, settings } = this;
    return {
      data: normalise(digits.images, indices, this.mean, settings.pixelScale),
      shape: [indices.length, digits.height, digits.width, 1],
      labels: Uint8Array.from(indices, (index) => digits.labels[index]),
    };
  }

  /** `indices` in parts of at most `size`, normalised one at a time so that they need not all be in memory. */
  *chunks(indices: Int32Array, size: number): Generator<ImageChunk> {
    for (let start = 0; start < indices.length; start += size) yield this.chunk(indices.subarray(start, start + size));
  }

  /** The batches of all epochs after the first `done` iterations, one an iteration; part batches dropped. */
  *batches(done = 0): Generator<ImageChunk> {
    const { seed, epochs, batchSize, shuffle: when } = this.settings;
    const rng: Rng = stream(seed, 'shuffle');
    const order = this.training.slice();
    let iteration = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      if (when === 'every-epoch' || (when === 'once' && epoch === 0)) shuffle(order, rng);
      for (const batch of batchesOf(order, batchSize)) if (++iteration > done) yield this.chunk(batch);
    }
  }
}

/** At most `count` of `indices`, evenly spread, so that a subset has the classes in the proportions of the whole. */
function spread(indices: Int32Array, count: number): Int32Array {
  if (count >= indices.length) return indices;
  return Int32Array.from({ length: count }, (_, k) => indices[Math.floor((k * indices.length) / count)]);
}
