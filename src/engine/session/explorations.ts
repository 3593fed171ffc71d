// The explorations that are kept, the last few, and the one under way. Knows no page and no run.
import { EngineFault } from '../engineError.ts';
import type { EngineEvent, ExploreRequest } from '../protocol.ts';
import type { EngineHandle } from './engineHandle.ts';
import { explore } from './explore.ts';
import type { Explored } from './explored.ts';
import { Lru } from './lru.ts';
import type { Snapshot } from './snapshots.ts';
import { Telling } from './telling.ts';

const KEPT = { count: 4, bytes: 512e6 };

export class Explorations {
  readonly #kept = new Lru<Explored>(KEPT.count, KEPT.bytes);
  #count = 0;
  #under: AbortController | null = null;

  constructor(private readonly emit: (event: EngineEvent) => void) {}

  /** The latest wins. The snapshot is the result's from here on. @throws `aborted` when a newer one, or `cancel`, ended it. */
  async explore(request: ExploreRequest, snapshot: Snapshot, engine: EngineHandle): Promise<Explored> {
    this.#under?.abort();
    const abort = (this.#under = new AbortController());
    const [rows, pipelines] = [new Telling(this.emit, 'jacobian', 'Computing the Jacobian'), new Telling(this.emit, 'pipelines', 'Compiling GPU programs')];
    try {
      const explored = await explore(request, ++this.#count, snapshot, engine, { signal: abort.signal, onProgress: rows.hear, onCompile: pipelines.hear });
      this.#kept.put(explored.id, explored);
      return explored;
    } finally {
      rows.end();
      pipelines.end();
      if (this.#under === abort) this.#under = null;
    }
  }

  cancel(): void {
    this.#under?.abort();
  }

  /** @throws when it is no longer kept. */
  get(id: number): Explored {
    const explored = this.#kept.get(id);
    if (!explored) throw new EngineFault('exploration-gone', `exploration: ${id} is no longer kept; explore the digit again`);
    return explored;
  }
}
