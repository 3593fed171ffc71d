// The triangle R of A = QR, for a tall A whose rows come a few at a time: A has its singular values and right vectors. Householder
// reflections in float64, so that small singular values keep the digits that AᵀA would lose (Golub & Van Loan 2013, §5.2). Pure.

/** Rows that are reflected into the triangle together: few enough to stay in the processor's cache. */
const TOGETHER = 96;

export class Triangle {
  /** [n, n] row-major, zero below the diagonal. */
  readonly values: Float64Array;
  readonly #held: Float64Array;
  readonly #sums: Float64Array;
  #count = 0;

  constructor(readonly n: number) {
    this.values = new Float64Array(n * n);
    this.#held = new Float64Array(TOGETHER * n);
    this.#sums = new Float64Array(n);
  }

  /** `fill` writes one row of n numbers, over zeros. True when rows were reflected, which takes a while. */
  add(fill: (row: Float64Array) => void): boolean {
    const row = this.#held.subarray(this.#count * this.n, (this.#count + 1) * this.n);
    row.fill(0);
    fill(row);
    // A row of zeros changes nothing.
    if (row.some((value) => value !== 0)) this.#count++;
    if (this.#count < TOGETHER) return false;
    this.finish();
    return true;
  }

  /** Takes in the rows that wait. */
  finish(): void {
    for (let j = 0; j < this.n && this.#count > 0; j++) this.#reflect(j);
    this.#count = 0;
  }

  /** Column j of the held rows into the triangle's row j. */
  #reflect(j: number): void {
    const { n, values } = this;
    const [held, sums] = [this.#held, this.#sums];
    const end = this.#count * n;
    let below = 0;
    for (let at = j; at < end; at += n) below += held[at] * held[at];
    if (below === 0) return;
    const corner = values[j * n + j];
    const length = Math.hypot(corner, Math.sqrt(below));
    const diagonal = corner > 0 ? -length : length;
    const head = corner - diagonal;
    // v = [head, held column]; H = I − v vᵀ / (head · −diagonal).
    const scale = 1 / (-diagonal * head);
    sums.set(values.subarray(j * n + j + 1, (j + 1) * n), j + 1);
    for (let k = j + 1; k < n; k++) sums[k] *= head;
    for (let row = 0; row < end; row += n) {
      const v = held[row + j];
      if (v !== 0) for (let k = j + 1; k < n; k++) sums[k] += v * held[row + k];
    }
    for (let k = j + 1; k < n; k++) sums[k] *= scale;
    values[j * n + j] = diagonal;
    for (let k = j + 1; k < n; k++) values[j * n + k] -= head * sums[k];
    for (let row = 0; row < end; row += n) {
      const v = held[row + j];
      if (v !== 0) for (let k = j + 1; k < n; k++) held[row + k] -= v * sums[k];
      held[row + j] = 0;
    }
  }
}
