// One network in training: takes iterations, keeps the last weights that gave a finite loss. Knows no phases and no page.
import { EngineFault } from '../engineError.ts';
import { tf, type tfl } from '../model/tensorflow.ts';
import { holdWeights, type WeightReferences } from '../model/weights.ts';
import type { CurvePoint, TrainSettings } from '../protocol.ts';
import { setRunningMomentum } from './batchNormStatistics.ts';
import { scoreLogits } from './crossEntropy.ts';
import type { ImageChunk } from './runData.ts';
import { Sgdm } from './sgdm.ts';

export class Trainer {
  #iteration = 0;
  readonly #sgdm: Sgdm;
  /** Weights that gave a finite loss: what a run that diverges falls back on. */
  #good: { weights: WeightReferences; iteration: number } | null = null;

  constructor(
    readonly model: tfl.LayersModel,
    private settings: TrainSettings,
  ) {
    this.#sgdm = new Sgdm(model, settings);
  }

  /** Rate, momentum and weight decay of the steps to come. */
  adjust(settings: TrainSettings): void {
    this.settings = settings;
    this.#sgdm.settings = settings;
  }

  get iteration(): number {
    return this.#iteration;
  }

  /**
   * Takes one step. The weights have changed when this returns; loss and accuracy of the batch before the step follow
   * when the device has them. Take the next step only then. A loss that is not finite rejects with `not-finite`.
   */
  step(batch: ImageChunk): Promise<CurvePoint> {
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

  dispose(): void {
    this.#sgdm.dispose();
    this.#good?.weights.dispose();
    this.#good = null;
  }

  #update(batch: ImageChunk): tf.Tensor2D {
    return tf.tidy(() => {
      const images = tf.tensor4d(batch.data, batch.shape as [number, number, number, number]);
      const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), this.model.outputShape[1] as number);
      let logits: tf.Tensor2D | null = null;
      const { value, grads } = tf.variableGrads(() => {
        logits = tf.keep(trainingLogits(this.model, images));
        return crossEntropy(labels, logits);
      }, this.#sgdm.variables);
      value.dispose();
      this.#sgdm.apply(grads);
      return logits!;
    });
  }

  async #read(logits: tf.Tensor2D, batch: ImageChunk, iteration: number, before: WeightReferences): Promise<CurvePoint> {
    const score = scoreLogits(await logits.data(), batch.labels, logits.shape[1]);
    logits.dispose();
    if (!Number.isFinite(score.loss)) {
      before.dispose();
      throw notFinite(`iteration ${iteration}`, score.loss);
    }
    this.#good?.weights.dispose();
    this.#good = { weights: before, iteration: iteration - 1 };
    return { iteration, loss: score.loss / score.images, accuracy: score.right / score.images };
  }
}

export function notFinite(where: string, loss: number): EngineFault {
  return new EngineFault('not-finite', `loss: ${loss} at ${where}, so the run has diverged; use a smaller learning rate, or pixels from 0 to 1, and train again`);
}

/** The network up to its last dense layer, with the batch's own statistics in every batch norm. */
function trainingLogits(model: tfl.LayersModel, images: tf.Tensor4D): tf.Tensor2D {
  let output: tf.Tensor = images;
  for (const layer of model.layers.slice(0, -1)) output = layer.apply(output, { training: true }) as tf.Tensor;
  return output as tf.Tensor2D;
}

/** Mean softmax cross-entropy. From log-softmax, whose gradient is softmax − label without a division. */
function crossEntropy(labels: tf.Tensor, logits: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), -1)));
}
