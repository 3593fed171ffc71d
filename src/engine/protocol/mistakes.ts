// How the network reads the validation images: right, and wrong as what. Types only.

export interface MistakesRequest {
  /** Of the weights on show, or of those that the last validation read (`validated` of the run), which takes no work. */
  revision: number;
  /** Which images to list; null: the mistakes of all classes. */
  cell: { label: number; predicted: number } | null;
  /** How many of them at most. */
  count: number;
}

/** An image and how it is read. */
export interface ReadImage {
  /** Index into the digits. */
  index: number;
  label: number;
  predicted: number;
  /** The probability of `predicted`, and of `label`; where `probabilities` is false, the outputs that stand for them. */
  answer: number;
  truth: number;
}

export interface Mistakes {
  revision: number;
  /** Whose weights, and after how many iterations of training. */
  weights: { of: 'ready-made' | 'untrained' | 'loaded' | 'run'; iteration: number };
  /** Validation images, and how many of them are read rightly. */
  images: number;
  right: number;
  classes: number;
  /** [classes, classes] row-major: of the true class of the row, how many are read as the class of the column. */
  counts: Uint32Array;
  /** Of a class's images, the share read rightly; of those read as it, the share that are. Not a number where there are none. */
  recall: Float64Array;
  precision: Float64Array;
  /** False where the network does not end in a softmax. */
  probabilities: boolean;
  /** How many images could be listed. */
  listable: number;
  /** Those asked for: the surest mistakes first; of a cell of the diagonal the least sure first. */
  list: readonly ReadImage[];
  /** Pixels of the list one after another, 0 to 255, H·W each. */
  pixels: Uint8Array;
}
