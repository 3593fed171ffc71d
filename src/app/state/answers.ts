// What the views ask of the engine beyond row and column. An answer is kept while it is small and new: it holds for its
// exploration, whose number is part of the request.
import type { QuestionKind, Questions } from '../../engine/protocol.ts';
import type { Context } from './context.ts';

export interface Answering {
  /** The latest of a kind wins: those before it reject with the code `aborted`. @throws an `EngineError`. */
  ask<K extends QuestionKind>(kind: K, request: Questions[K]['request']): Promise<Questions[K]['answer']>;
  /** Of the same request, if it is still here. */
  answered<K extends QuestionKind>(kind: K, request: Questions[K]['request']): Questions[K]['answer'] | null;
  stopAsking(kind: QuestionKind): Promise<void>;
  forget(): void;
}

/** So many answers of a kind. */
const kept = 12;

export function createAnswering({ api }: Context): Answering {
  const shelves = new Map<QuestionKind, Map<string, unknown>>();
  const shelf = (kind: QuestionKind) => {
    const found = shelves.get(kind) ?? new Map<string, unknown>();
    shelves.set(kind, found);
    return found;
  };
  return {
    async ask(kind, request) {
      const answers = shelf(kind);
      const answer = await api().ask(kind, request);
      answers.set(JSON.stringify(request), answer);
      if (answers.size > kept) answers.delete(answers.keys().next().value!);
      return answer;
    },
    answered: <K extends QuestionKind>(kind: K, request: Questions[K]['request']) => (shelf(kind).get(JSON.stringify(request)) as Questions[K]['answer'] | undefined) ?? null,
    stopAsking: (kind) => api().cancel(kind),
    forget: () => shelves.clear(),
  };
}
