// Long work's progress as events, not more often than a page can show. Knows no work.
import type { EngineEvent, Progress, Task } from '../protocol.ts';

const APART_MILLISECONDS = 100;

export class Telling {
  readonly #began = performance.now();
  #told = -Infinity;
  #open = false;

  constructor(
    private readonly emit: (event: EngineEvent) => void,
    readonly task: Task,
    private readonly label: string,
  ) {}

  /** Work that is done at once says nothing. */
  readonly hear = (done: number, total: number, known?: number): void => {
    const now = performance.now();
    if (done >= total || now - this.#told < APART_MILLISECONDS) return;
    this.#told = now;
    this.#open = true;
    const secondsLeft = known ?? (done > 0 ? ((now - this.#began) / 1000 / done) * (total - done) : null);
    const progress: Progress = { task: this.task, label: this.label, done, total, secondsLeft };
    this.emit({ kind: 'progress', task: this.task, progress });
  };

  end(): void {
    if (this.#open) this.emit({ kind: 'progress', task: this.task, progress: null });
    this.#open = false;
  }
}
