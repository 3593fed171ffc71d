// Softmax cross-entropy and hits from logits, in float64 on the host. Knows no tensors.

/** Sums over images, so that parts of a set can be added up. */
export interface Score {
  images: number;
  /** Sum of −log softmax(logits)[label]. */
  loss: number;
  /** Images whose largest logit is their label's. */
  right: number;
}

/** Scores logits [N, classes] row-major against labels [N]. Not-a-number logits give a not-a-number loss. */
export function scoreLogits(logits: ArrayLike<number>, labels: ArrayLike<number>, classes: number): Score {
  const score = { images: labels.length, loss: 0, right: 0 };
  for (let n = 0; n < labels.length; n++) {
    const start = n * classes;
    const best = argmax(logits, start, classes);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(logits[start + k] - logits[start + best]);
    score.loss += Math.log(sum) + logits[start + best] - logits[start + labels[n]];
    if (best === labels[n]) score.right++;
  }
  return score;
}

/** Where the largest of `count` numbers from `start` is; the first of equals. */
export function argmax(values: ArrayLike<number>, start = 0, count = values.length): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[start + k] > values[start + best]) best = k;
  return best;
}
