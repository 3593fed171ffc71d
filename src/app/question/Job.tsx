// What the Jacobian on show took; before a long one, the question whether to begin; while one is computed, how far it is. One line.
import { Play, Square } from 'lucide-react';
import type { JacobianPlan, Progress } from '../../engine/protocol.ts';
import { useExploration, useExplorer, usePage } from '../state/ExplorerContext.ts';
import { questionKey, usualQuestion } from '../state/question.ts';
import { Button } from '../ui/Button.tsx';
import { Meter } from '../ui/Meter.tsx';
import { bytes, count, duration, milliseconds } from '../ui/format.ts';
import styles from './QuestionBar.module.css';

/** Where leaving it leads: back to what is on show, to the usual question where nothing is, or nowhere. */
function useWayBack(): string | null {
  const shown = useExploration() !== null;
  const usual = usePage(({ run, selection }) => run !== null && questionKey(run.network, run.layers, selection) === questionKey(run.network, run.layers, usualQuestion(run)));
  return shown ? 'Leave it' : usual ? null : 'The usual one instead';
}

function Ask({ plan }: { plan: JacobianPlan }) {
  const explorer = useExplorer();
  const wayBack = useWayBack();
  const time = plan.seconds === null ? 'an unknown time on this device' : `about ${duration(plan.seconds)}`;
  return (
    <div className={styles.ask}>
      <p className={styles.asking} role="alert">
        This takes {time}
        {plan.fits ? '' : ` and comes in ${count(plan.parts)} parts`}: <span className={styles.size}>{count(plan.rows)} × {count(plan.columns)}</span>, {bytes(plan.bytes)}.
      </p>
      <Button tone="main" icon={Play} onClick={() => void explorer.agree()}>
        Compute it
      </Button>
      {wayBack !== null && <Button onClick={() => void explorer.decline()}>{wayBack}</Button>}
    </div>
  );
}

function Under({ progress: { label, done, total, secondsLeft }, onStop }: { progress: Progress; onStop?: () => void }) {
  return (
    <>
      <p className={styles.took}>
        {label}
        {secondsLeft !== null && `, ${duration(secondsLeft)} left`}
      </p>
      <Meter label={label} value={total > 0 ? done / total : 0} />
      {onStop && (
        <Button icon={Square} onClick={onStop}>
          Stop
        </Button>
      )}
    </>
  );
}

function Took() {
  const exploration = useExploration();
  if (!exploration) return null;
  const { rows, columns, bytes: used, milliseconds: took } = exploration.summary;
  return (
    <p className={styles.took}>
      <span className="figures">
        {count(rows)} × {count(columns)}
      </span>
      , {bytes(used)}
      <span data-testid="took">, {milliseconds(took)}</span>
    </p>
  );
}

export function Job() {
  const explorer = useExplorer();
  const asking = usePage((state) => state.asking);
  const computing = usePage((state) => state.tasks.jacobian);
  const compiling = usePage((state) => state.tasks.pipelines);
  return (
    <div className={styles.job} data-testid="job">
      {asking ? (
        <Ask plan={asking.plan} />
      ) : computing ? (
        <Under progress={computing} onStop={() => void explorer.decline()} />
      ) : compiling ? (
        <Under progress={compiling} />
      ) : (
        <Took />
      )}
    </div>
  );
}
