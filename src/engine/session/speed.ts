// How many multiply-adds a second this device has shown, so that the time of the next job can be guessed. Knows no jobs.

/** Below so many, starting takes longer than computing. */
const TELLING = 1e6;
/** What every job takes besides. */
const START_SECONDS = 0.005;

export class Speed {
  #best = 0;

  note(multiplyAdds: number, milliseconds: number): void {
    if (multiplyAdds >= TELLING && milliseconds > 0) this.#best = Math.max(this.#best, (1000 * multiplyAdds) / milliseconds);
  }

  /** Null before any job has told. */
  seconds(multiplyAdds: number): number | null {
    return this.#best > 0 ? START_SECONDS + multiplyAdds / this.#best : null;
  }
}
