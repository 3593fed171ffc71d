// How one network, with the weights of one moment, reads images: the class it answers, and how sure it is. Kept as long as the
// weights are, so that no image is read twice. Knows no network.
import type { Digits } from '../data/loadDigits.ts';
import { argmax } from './crossEntropy.ts';

const UNKNOWN = -1;

interface Kept {
  readonly predicted: Int16Array;
  readonly answer: Float32Array;
  readonly truth: Float32Array;
}

export class Readings {
  /** Made when the first image has been read: most weights of a run are never asked about. */
  #kept: Kept | null = null;

  constructor(readonly digits: Pick<Digits, 'count' | 'labels'>) {}

  /** True for an image that has been read. */
  has(index: number): boolean {
    return this.#kept !== null && this.#kept.predicted[index] !== UNKNOWN;
  }

  /** The class that the network answers, of an image that has been read. */
  predicted(index: number): number {
    return this.#kept!.predicted[index];
  }

  /** The number behind that answer: its probability, or where the network ends otherwise its output. */
  answer(index: number): number {
    return this.#kept!.answer[index];
  }

  /** The same of the true class; not a number where no output stands for it. */
  truth(index: number): number {
    return this.#kept!.truth[index];
  }

  /** Takes the last layer's outputs [indices, classes] row-major; as `logits`, what their softmax gives. */
  note(indices: Int32Array, outputs: ArrayLike<number>, kind: 'outputs' | 'logits' = 'outputs'): void {
    if (indices.length === 0) return;
    const { predicted, answer, truth } = (this.#kept ??= empty(this.digits.count));
    const classes = outputs.length / indices.length;
    indices.forEach((index, n) => {
      const start = n * classes;
      const best = argmax(outputs, start, classes);
      const label = this.digits.labels[index];
      const share = kind === 'logits' ? softmaxOf(outputs, start, classes, best) : (k: number) => outputs[start + k];
      predicted[index] = best;
      answer[index] = share(best);
      truth[index] = label < classes ? share(label) : NaN;
    });
  }
}

function empty(count: number): Kept {
  return { predicted: new Int16Array(count).fill(UNKNOWN), answer: new Float32Array(count), truth: new Float32Array(count) };
}

/** exp(zₖ − z_best) / Σ exp(zᵢ − z_best), in float64. */
function softmaxOf(logits: ArrayLike<number>, start: number, classes: number, best: number): (k: number) => number {
  const top = logits[start + best];
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp(logits[start + k] - top);
  return (k) => Math.exp(logits[start + k] - top) / sum;
}
