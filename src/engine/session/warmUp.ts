// Compiles a Jacobian's pipelines before it is asked for, and says so. Knows no results.
import type { EngineEvent } from '../protocol.ts';
import { toEngineError } from '../engineError.ts';
import type { Question } from './asked.ts';
import type { EngineHandle } from './engineHandle.ts';
import { Telling } from './telling.ts';

export class WarmUp {
  /** Compiling happens once; what has begun is not begun again. */
  readonly #begun = new Set<string>();

  constructor(
    private readonly engine: EngineHandle,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  /** Goes on by itself. One that would come in parts is left alone: it takes longer than compiling. */
  begin({ network, images, asked, plan }: Question): void {
    const key = JSON.stringify([network.inputShape, network.layers.map(({ name, kind }) => [name, kind]), images.shape, asked]);
    if (!this.engine.device || !plan.fits || this.#begun.has(key)) return;
    this.#begun.add(key);
    const telling = new Telling(this.emit, 'pipelines', 'Compiling GPU programs');
    this.engine
      .compileAhead(network, images, { ...asked, onCompile: telling.hear })
      .catch((error: unknown) => console.warn('pipelines', toEngineError(error).message))
      .finally(() => telling.end());
  }
}
