// Where a run stops to listen: pause, resume, step, end. Knows nothing of what the run does between.

export type Ending = 'stopped' | 'abandoned';

export class Gate {
  #paused: boolean;
  #steps = 0;
  /** True from a step's iteration until the next iteration asks, so that the step's validation is not held up. */
  #stepping = false;
  #ending: Ending | null = null;
  #still = false;
  #closed = false;
  readonly #wakers: (() => void)[] = [];
  readonly #stillWaiters: (() => void)[] = [];

  /** `onStill` hears true when the run begins to wait and false when it goes on. */
  constructor(
    paused: boolean,
    private readonly onStill: (still: boolean) => void,
  ) {
    this.#paused = paused;
  }

  get ending(): Ending | null {
    return this.#ending;
  }

  /** True when the run waits, or goes only as far as the steps that were asked for. */
  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
    this.#stepping = false;
    this.#steps = 0;
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  /** One more iteration, then paused. */
  step(): void {
    this.#paused = true;
    this.#steps++;
    this.#wake();
  }

  /** `abandoned` overrules `stopped`. */
  end(ending: Ending): void {
    if (this.#ending !== 'abandoned') this.#ending = ending;
    this.#paused = false;
    this.#wake();
  }

  /** Resolves when the run waits, or is over. */
  whenStill(): Promise<void> {
    return this.#still || this.#closed ? Promise.resolve() : new Promise((resolve) => this.#stillWaiters.push(resolve));
  }

  /** A run that was over goes on. */
  reopen(paused: boolean): void {
    this.#closed = false;
    this.#still = false;
    this.#ending = null;
    this.#paused = paused;
    this.#steps = 0;
  }

  /** The run is over: nobody waits for it to stand still any more. */
  close(): void {
    this.#closed = true;
    this.#tellStill();
  }

  /** Before an iteration: waits while paused. False when the run is to end. */
  async beforeIteration(): Promise<boolean> {
    this.#stepping = false;
    await this.#wait(() => this.#paused && this.#steps === 0);
    if (this.#ending) return false;
    if (this.#steps > 0) {
      this.#steps--;
      this.#stepping = true;
    }
    return true;
  }

  /** Inside longer work: lets messages in, waits while paused. False when the run is to end. */
  async between(): Promise<boolean> {
    await breathe();
    await this.#wait(() => this.#paused && this.#steps === 0 && !this.#stepping);
    return this.#ending === null;
  }

  async #wait(held: () => boolean): Promise<void> {
    while (held() && !this.#ending) {
      if (!this.#still) {
        this.#still = true;
        this.onStill(true);
      }
      this.#tellStill();
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
  }

  #tellStill(): void {
    for (const resolve of this.#stillWaiters.splice(0)) resolve();
  }

  #wake(): void {
    if (this.#still && !this.#ending) this.onStill(false);
    this.#still = false;
    for (const resolve of this.#wakers.splice(0)) resolve();
  }
}

/** A turn of the event loop, so that messages to the worker get through. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
