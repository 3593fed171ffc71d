// How far the moments are computed, and what the visitor can do about it. Its room is always reserved.
import { Play, RotateCcw, Square } from 'lucide-react';
import type { Followed } from '../../state/following.ts';
import { Button } from '../../ui/Button.tsx';
import { count, duration } from '../../ui/format.ts';
import { Meter } from '../../ui/Meter.tsx';
import type { Controls } from './useFollowing.ts';
import styles from './time.module.css';

export function FollowStatus<T>({ what, followed, quiet = false }: { what: string; followed: Followed<T> & Controls; quiet?: boolean }) {
  const { phase, done, total, secondsLeft, error, goOn, stop } = followed;
  const left = count(total - done);
  return (
    <div className={styles.status} role="group" aria-label={`Progress: ${what}`}>
      {phase === 'working' && done < total && (
        <>
          <span className={styles.meter}>
            <Meter label={what} value={total > 0 ? done / total : 0} />
          </span>
          <span>
            {count(done)} of {count(total)} moments{secondsLeft !== null && secondsLeft >= 1 ? `, ${duration(secondsLeft)} left` : ''}
          </span>
          <Button tone="quiet" icon={Square} onClick={stop}>
            Stop
          </Button>
        </>
      )}
      {phase === 'asking' && (
        <>
          <span>
            {left} {total - done === 1 ? 'moment takes' : 'moments take'} about {duration(secondsLeft ?? 0)} on this device.
          </span>
          <Button icon={Play} onClick={goOn}>
            Compute {total - done === 1 ? 'it' : 'them'}
          </Button>
        </>
      )}
      {phase === 'stopped' && done < total && (
        <>
          <span>
            Stopped at {count(done)} of {count(total)} moments.
          </span>
          <Button icon={Play} onClick={goOn}>
            Go on
          </Button>
        </>
      )}
      {phase === 'failed' && (
        <>
          <span role="alert" className={styles.failed}>
            {error?.message}
          </span>
          <Button icon={RotateCcw} onClick={goOn}>
            Try again
          </Button>
        </>
      )}
      {phase === 'idle' && !quiet && <span>{count(total)} moments</span>}
    </div>
  );
}
