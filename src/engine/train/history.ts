// The weights of a run's iterations, kept on the host so that the run can be rewound, thinned to a budget. Knows no training.

/** The numbers of one moment by name (`conv1/kernel`), batch norms' statistics among them. */
export interface Moment {
  /** 0: the first weights. */
  readonly iteration: number;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** Bytes that the moments of one run may take together. */
export const HISTORY_BYTES = 64e6;

function bytesOf({ weights }: Moment): number {
  let bytes = 0;
  for (const values of weights.values()) bytes += values.byteLength;
  return bytes;
}

/** First and last are always kept; of those between every second is dropped as often as the budget asks for it. */
export class History {
  #moments: Moment[] = [];
  #every = 1;
  #bytes = 0;

  constructor(readonly budget = HISTORY_BYTES) {}

  /** Iterations between two moments. */
  get every(): number {
    return this.#every;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Those that can be gone back to, ascending. */
  get iterations(): readonly number[] {
    return this.#moments.map(({ iteration }) => iteration);
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /** Whether a moment in the middle of a run would stay. */
  wants(iteration: number): boolean {
    return iteration % this.#every === 0;
  }

  /** The latest moment; takes the place of one of the same iteration. */
  keep(moment: Moment): void {
    this.forgetAfter(moment.iteration - 1);
    // What was kept only for being the last makes room for the next.
    const last = this.#moments.at(-1);
    if (last && !this.wants(last.iteration)) this.#moments.pop();
    this.#moments.push(moment);
    this.#count();
    while (this.#bytes > this.budget && this.#moments.length > 2) this.#thin();
  }

  at(iteration: number): Moment | null {
    return this.#moments.find((moment) => moment.iteration === iteration) ?? null;
  }

  /** Moments that were kept before, `every` apart. */
  restore(moments: readonly Moment[], every: number): void {
    this.#moments = moments.toSorted((a, b) => a.iteration - b.iteration);
    this.#every = every;
    this.#count();
  }

  /** The run has gone back to `iteration`. */
  forgetAfter(iteration: number): void {
    this.#moments = this.#moments.filter((moment) => moment.iteration <= iteration);
    this.#count();
  }

  #thin(): void {
    this.#every *= 2;
    const last = this.#moments.length - 1;
    this.#moments = this.#moments.filter(({ iteration }, k) => k === 0 || k === last || this.wants(iteration));
    this.#count();
  }

  #count(): void {
    this.#bytes = this.#moments.reduce((total, moment) => total + bytesOf(moment), 0);
  }
}
