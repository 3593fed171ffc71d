// Sends a run's state, curve and filters, not more often than a page can show them. Knows nothing of training.
import type { Curve, EngineEvent, Filters, RunState } from '../protocol.ts';

/** Milliseconds between events of a fast run. */
const APART = 100;
/** A long curve costs more to send than to draw: one more millisecond for so many points. */
const POINTS_PER_MILLISECOND = 50;

export interface RunSource {
  state(): RunState;
  readonly curve: Curve;
  filters(): Promise<Filters | null>;
}

export class RunEvents {
  #sent = -Infinity;

  constructor(
    private readonly emit: (event: EngineEvent) => unknown,
    private readonly source: RunSource,
  ) {}

  /** The state, now. */
  run(): void {
    this.emit({ kind: 'run', run: this.source.state() });
  }

  /** The state, unless something was sent a moment ago. */
  progress(): void {
    if (!this.#due(APART)) return;
    this.run();
  }

  /** Everything, now. */
  async all(): Promise<void> {
    this.#sent = performance.now();
    this.run();
    this.emit({ kind: 'curve', curve: this.source.curve });
    this.emit({ kind: 'filters', filters: await this.source.filters() });
  }

  /** Everything, unless something was sent a moment ago. */
  async iteration(points: number): Promise<void> {
    if (this.#due(Math.max(APART, points / POINTS_PER_MILLISECOND))) await this.all();
  }

  #due(apart: number): boolean {
    const now = performance.now();
    if (now - this.#sent < apart) return false;
    this.#sent = now;
    return true;
  }
}
