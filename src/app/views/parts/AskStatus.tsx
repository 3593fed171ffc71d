// What goes on with a question that may take long, in one line whose room is always kept: how far, a stop, and a way on.
import { Play, RotateCcw, Square } from 'lucide-react';
import type { QuestionKind } from '../../../engine/protocol.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { duration } from '../../ui/format.ts';
import { Meter } from '../../ui/Meter.tsx';
import type { Answered } from '../useAnswer.ts';
import styles from './parts.module.css';

interface AskStatusProps {
  kind: QuestionKind;
  asked: Pick<Answered<QuestionKind>, 'busy' | 'error' | 'stopped' | 'again'>;
  /** While it works. */
  doing: string;
  /** While nothing goes on. */
  idle?: string;
  /** Words about how far it is; default the share as a bar alone. */
  far?: (done: number, total: number) => string;
  onStop?: () => void;
}

function Working({ kind, doing, far, onStop }: Pick<AskStatusProps, 'kind' | 'doing' | 'far' | 'onStop'>) {
  const explorer = useExplorer();
  const progress = usePage((state) => state.tasks[kind]);
  if (!progress) return <p>{doing}…</p>;
  const { done, total, secondsLeft } = progress;
  return (
    <>
      <p>
        {doing}
        {far && `: ${far(done, total)}`}
        {secondsLeft !== null && secondsLeft >= 1 && `, ${duration(secondsLeft)} left`}
      </p>
      <Meter label={doing} value={total > 0 ? done / total : 0} />
      <Button icon={Square} onClick={onStop ?? (() => void explorer.stopAsking(kind))}>
        Stop
      </Button>
    </>
  );
}

export function AskStatus({ kind, asked: { busy, error, stopped, again }, doing, idle = '', far, onStop }: AskStatusProps) {
  return (
    <div className={styles.status} role="status" data-testid={`status-${kind}`}>
      {busy ? (
        <Working kind={kind} doing={doing} far={far} onStop={onStop} />
      ) : stopped ? (
        <>
          <p>Stopped.{idle && ` ${idle}`}</p>
          <Button icon={Play} onClick={again}>
            Go on
          </Button>
        </>
      ) : error ? (
        <>
          <p className={styles.bad}>{error.message}</p>
          <Button icon={RotateCcw} onClick={again}>
            Try again
          </Button>
        </>
      ) : (
        <p>{idle}</p>
      )}
    </div>
  );
}
