// What goes on with the reading of the validation images, in one line whose room is always kept.
import { Play, RotateCcw, Square } from 'lucide-react';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { count, duration } from '../../ui/format.ts';
import type { useMistakes } from './useMistakes.ts';
import styles from './Mistakes.module.css';

type StatusProps = Pick<ReturnType<typeof useMistakes>, 'answer' | 'busy' | 'stopped' | 'error' | 'training' | 'outdated' | 'again'>;

/** Said of counts that are still on show while others are not here yet. */
const FROM_BEFORE = 'The counts below are from before.';

function Reading({ before }: { before: boolean }) {
  const explorer = useExplorer();
  const progress = usePage((state) => state.tasks.mistakes);
  if (!progress) return <p>Reading the validation images… {before && FROM_BEFORE}</p>;
  const { done, total, secondsLeft } = progress;
  return (
    <>
      <p>
        Reading the validation images: {count(done)} of {count(total)}
        {secondsLeft !== null && secondsLeft >= 1 && `, ${duration(secondsLeft)} left`}. {before && FROM_BEFORE}
      </p>
      <Meter label="Validation images read" value={total > 0 ? done / total : 0} />
      <Button icon={Square} onClick={() => void explorer.stopAsking('mistakes')} title="What has been read by then stays known">
        Stop
      </Button>
    </>
  );
}

export function Status({ answer, busy, stopped, error, training, outdated, again }: StatusProps) {
  const before = answer !== null && outdated;
  return (
    <div className={styles.status} role="status">
      {training ? (
        <p>
          {before && FROM_BEFORE} {answer && !outdated ? 'While the run trains, this is what its last validation read; it' : 'While the run trains it goes first: this'} is drawn anew when the run validates, pauses or ends.
        </p>
      ) : busy ? (
        <Reading before={before} />
      ) : stopped ? (
        <>
          <p>Stopped; what has been read stays known. {before && FROM_BEFORE}</p>
          <Button icon={Play} onClick={again}>
            Go on
          </Button>
        </>
      ) : (
        error && (
          <>
            <p className={styles.bad}>{error.message}</p>
            <Button icon={RotateCcw} onClick={again}>
              Try again
            </Button>
          </>
        )
      )}
    </div>
  );
}
