// Views' questions under way: one of a kind, the latest wins. Knows no answers.
import type { EngineEvent, QuestionKind, Questions } from '../protocol.ts';
import { answers } from './questions/answers.ts';
import type { Desk } from './questions/desk.ts';
import { Telling } from './telling.ts';

export class Asking {
  readonly #under = new Map<QuestionKind, AbortController>();

  constructor(private readonly emit: (event: EngineEvent) => void) {}

  /** @throws `aborted` when another of its kind, or `cancel`, ended it. */
  async ask<K extends QuestionKind>(kind: K, request: Questions[K]['request'], desk: Omit<Desk, 'listening'>): Promise<Questions[K]['answer']> {
    const { label, answer } = answers[kind];
    this.cancel(kind);
    const abort = new AbortController();
    this.#under.set(kind, abort);
    const telling = new Telling(this.emit, kind, label);
    try {
      return await answer(request, { ...desk, listening: { signal: abort.signal, onProgress: telling.hear } });
    } finally {
      telling.end();
      if (this.#under.get(kind) === abort) this.#under.delete(kind);
    }
  }

  cancel(kind: QuestionKind): void {
    this.#under.get(kind)?.abort();
  }
}
