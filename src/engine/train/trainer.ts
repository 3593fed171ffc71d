// One network in training: takes iterations, keeps the last weights that gave a finite loss. Knows no phases and no page.
import { EngineFault } from '../engineError.ts';
import { tf, type tfl } from '../model/tensorflow.ts';
import { holdWeights, type WeightReferences } from '../model/weights.ts';
import type { CurvePoint, TrainSettings } from '../protocol.ts';
import { setRunningMomentum } from './batchNormStatistics.ts';
import { scoreLogits } from './crossEntropy.ts';
import { Rehearsal } from './fused/workbench.ts';
import { TensorDevice } from './fused/tensorWorkbench.ts';
import { TrainingNetwork } from './fused/trainingNetwork.ts';
import type { ImageChunk } from './runData.ts';
import { Sgdm } from './sgdm.ts';

export interface TrainerState {
  readonly iteration: number;
  /** One a trainable weight, in the model's order. */
  readonly velocities: readonly Float32Array[];
}

export class Trainer {
  #iteration = 0;
  #prepared = false;
  readonly #network: TrainingNetwork;
  readonly #sgdm: Sgdm;
  /** Weights that gave a finite loss: what a run that diverges falls back on. */
  #good: { weights: WeightReferences; iteration: number } | null = null;

  /** `fuses` false: TensorFlow.js's own operations everywhere, to compare with. */
  constructor(
    readonly model: tfl.LayersModel,
    private settings: TrainSettings,
    { fuses = true }: { fuses?: boolean } = {},
  ) {
    this.#network = new TrainingNetwork(model, fuses);
    this.#sgdm = new Sgdm(model, settings, fuses);
  }

  /** Rate, momentum and weight decay of the steps to come. */
  adjust(settings: TrainSettings): void {
    this.settings = settings;
    this.#sgdm.settings = settings;
  }

  get iteration(): number {
    return this.#iteration;
  }

  /** True when steps can be taken. */
  get prepared(): boolean {
    return this.#prepared;
  }

  /** Compiles what a step needs on WebGPU, in parallel. To be awaited before the first step there. */
  async prepare(onProgress?: (done: number, total: number) => void): Promise<void> {
    const rehearsal = new Rehearsal();
    this.#network.rehearse(rehearsal, this.settings.batchSize);
    this.#sgdm.rehearse(rehearsal);
    await TensorDevice.current()?.compile(rehearsal, onProgress);
    this.#prepared = true;
  }

  /**
   * Takes one step. The weights have changed when this returns; loss and accuracy of the batch before the step follow
   * when the device has them. Take the next step only then. A loss that is not finite rejects with `not-finite`.
   */
  step(batch: ImageChunk): Promise<CurvePoint> {
    if (!this.#prepared && this.#network.fused) throw new Error('trainer: its pipelines are not compiled; await prepare() before the first step');
    const iteration = ++this.#iteration;
    const before = holdWeights(this.model);
    setRunningMomentum(this.model, this.settings.batchNormMomentum, iteration);
    const logits = this.#update(batch);
    return this.#read(logits, batch, iteration, before);
  }

  /** Puts back the last weights that gave a finite loss; says after how many steps they were. */
  restore(): number {
    if (!this.#good) return this.#iteration;
    this.#good.weights.restore(this.model);
    return this.#good.iteration;
  }

  /** Where the optimizer stands, so that it can go on from there another time. */
  async state(): Promise<TrainerState> {
    return { iteration: this.#iteration, velocities: await this.#sgdm.read() };
  }

  /** Goes on from a state; the model has the weights of that moment. */
  resume({ iteration, velocities }: TrainerState): void {
    this.#iteration = iteration;
    this.#sgdm.write(velocities);
  }

  dispose(): void {
    this.#sgdm.dispose();
    this.#good?.weights.dispose();
    this.#good = null;
  }

  #update(batch: ImageChunk): tf.Tensor2D {
    return tf.tidy(() => {
      const images = tf.tensor4d(batch.data, batch.shape as [number, number, number, number]);
      const labels = tf.tensor1d(batch.labels, 'int32');
      let logits: tf.Tensor2D | null = null;
      const { value, grads } = tf.variableGrads(() => {
        logits = tf.keep(this.#network.logits(images));
        return this.#network.loss(logits, labels);
      }, this.#sgdm.variables);
      value.dispose();
      this.#sgdm.apply(grads);
      return logits!;
    });
  }

  async #read(logits: tf.Tensor2D, batch: ImageChunk, iteration: number, before: WeightReferences): Promise<CurvePoint> {
    const score = scoreLogits(await (TensorDevice.current()?.read(logits) ?? logits.data()), batch.labels, logits.shape[1]);
    logits.dispose();
    if (!Number.isFinite(score.loss)) {
      before.dispose();
      throw notFinite(`iteration ${iteration}`, score.loss, this.settings);
    }
    this.#good?.weights.dispose();
    this.#good = { weights: before, iteration: iteration - 1 };
    return { iteration, loss: score.loss / score.images, accuracy: score.right / score.images };
  }
}

/** What happened, in words; `course.ts` adds what is left and what to do. */
export function notFinite(where: string, loss: number, { learningRate }: Pick<TrainSettings, 'learningRate'>): EngineFault {
  const became = Number.isNaN(loss) ? 'not a number' : 'infinite';
  return new EngineFault('not-finite', `loss: ${became} at ${where}. At a learning rate of ${learningRate} the steps were too large: each overshot further than the one before, until the numbers overflowed`);
}
