// The engine's answer to a view's question, asked anew whenever the request changes; the last one stays on show meanwhile.
import { useEffect, useState } from 'react';
import type { EngineError, QuestionKind, Questions } from '../../engine/protocol.ts';
import { engineClosed, toEngineError } from '../engine/errors.ts';
import { useExplorer } from '../state/ExplorerContext.ts';

export interface Answered<K extends QuestionKind> {
  /** Of this request, or, while that is on its way, of the one before; null before the first. */
  answer: Questions[K]['answer'] | null;
  /** The request that `answer` is of. */
  of: Questions[K]['request'] | null;
  /** True while an answer to the latest request is on its way. */
  busy: boolean;
  error: EngineError | null;
  stopped: boolean;
  /** Asks again after an error or a stop. */
  again(): void;
}

interface State<K extends QuestionKind> {
  key: string | null;
  answer: Questions[K]['answer'] | null;
  of: Questions[K]['request'] | null;
  error: EngineError | null;
}

/** Null asks nothing, and keeps what is on show. */
export function useAnswer<K extends QuestionKind>(kind: K, request: Questions[K]['request'] | null): Answered<K> {
  const explorer = useExplorer();
  const [state, setState] = useState<State<K>>({ key: null, answer: null, of: null, error: null });
  const [tries, setTries] = useState(0);
  // The same request asked again is another one.
  const key = request && `${tries} ${JSON.stringify(request)}`;

  useEffect(() => {
    if (key === null) return;
    let wanted = true;
    const asked = JSON.parse(key.slice(key.indexOf(' '))) as Questions[K]['request'];
    const show = (answer: Questions[K]['answer']) => wanted && setState({ key, answer, of: asked, error: null });
    const known = explorer.answered(kind, asked);
    if (known) show(known);
    else
      explorer.ask(kind, asked).then(show, (thrown: unknown) => {
        const error = toEngineError(thrown);
        if (wanted && error.code !== engineClosed) setState((before) => ({ ...before, key, error }));
      });
    return () => void (wanted = false);
  }, [explorer, kind, key]);

  const settled = state.key === key;
  const stopped = settled && state.error?.code === 'aborted';
  return {
    answer: state.answer,
    of: state.of,
    busy: key !== null && !settled,
    error: settled && !stopped ? state.error : null,
    stopped,
    again: () => setTries((n) => n + 1),
  };
}
