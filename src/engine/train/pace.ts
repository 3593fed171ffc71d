// How fast a run goes and how long it will still take, from what it has done lately. Knows no network; times in seconds.

const REMEMBERED = 5;

export class Pace {
  readonly #steps: number[] = [];
  /** Seconds per image of the last validation or statistics pass. */
  #secondsPerImage: number | null = null;

  step(seconds: number): void {
    this.#steps.push(seconds);
    if (this.#steps.length > REMEMBERED) this.#steps.shift();
  }

  pass(images: number, seconds: number): void {
    if (images > 0) this.#secondsPerImage = seconds / images;
  }

  /** Median over the last steps: the first one compiles kernels and says little. Null before any. */
  get secondsPerStep(): number | null {
    if (this.#steps.length === 0) return null;
    const sorted = this.#steps.toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)];
  }

  /** Null before the first step. Passes count once their speed is known. */
  secondsLeft(steps: number, passImages: number): number | null {
    const perStep = this.secondsPerStep;
    if (perStep === null) return null;
    return steps * perStep + passImages * (this.#secondsPerImage ?? 0);
  }
}
