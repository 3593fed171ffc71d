// Where the run is: in words, as a bar, and how fast. Its room is always reserved.
import { Plus } from 'lucide-react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { count, duration, plainFigure } from '../ui/format.ts';
import { Meter } from '../ui/Meter.tsx';
import type { RunState } from '../../engine/protocol.ts';
import { Diverged } from './Diverged.tsx';
import { hasDiverged, isRunning, partDone, phaseInWords } from './phases.ts';
import styles from './RunPanel.module.css';

function speed({ imagesPerSecond, secondsLeft, epoch, epochs, phase }: RunState): string {
  return [
    `epoch ${count(epoch)} of ${count(epochs)}`,
    imagesPerSecond === null ? null : `${imagesPerSecond < 10 ? plainFigure(imagesPerSecond, 2) : count(imagesPerSecond)} images/s`,
    secondsLeft === null || !isRunning(phase) ? null : `${duration(secondsLeft)} left`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function ReadyMade({ run }: { run: RunState }) {
  const { epochs } = run.settings;
  return (
    <p className={styles.readyMade}>
      You are looking at a small run that ships with this page ({count(run.trainingImages)} digits, {count(epochs)}{' '}
      {epochs === 1 ? 'epoch' : 'epochs'}). Press Train to make your own.
    </p>
  );
}

/** A run that is over need not stay so: the rest of a stopped one, or as many epochs again as the settings say. */
function GoOn({ run }: { run: RunState }) {
  const explorer = useExplorer();
  const epochs = usePage((state) => state.draft?.epochs ?? 1);
  const sound = usePage((state) => !state.problems.some(({ field }) => field === 'epochs'));
  if (run.phase === 'stopped' && run.iteration < run.iterations)
    return (
      <Button tone="quiet" icon={Plus} onClick={() => void explorer.extend(0)} title={`On to iteration ${count(run.iterations)}`}>
        Go on
      </Button>
    );
  if (run.phase !== 'finished') return null;
  return (
    <Button tone="quiet" icon={Plus} disabled={!sound} onClick={() => void explorer.extend(epochs)} title="The run goes on where it ended, as if it had been meant to be longer. How many: Epochs, below.">
      {count(epochs)} {epochs === 1 ? 'epoch' : 'epochs'}
    </Button>
  );
}

/** Digits of the visitor's own, on which nothing has been trained yet. */
function Untrained({ run }: { run: RunState }) {
  const name = usePage((state) => state.opened?.digits.name);
  return (
    <p className={styles.readyMade}>
      {name} is in use: {count(run.trainingImages)} images to train on, {count(run.validationImages)} to validate on. Nothing has been trained on them yet: these are the first weights. Press Train.
    </p>
  );
}

/** It is not trained here, so there is no bar. */
function LoadedModel() {
  const help = usePage((state) => state.networks.find(({ name }) => name === 'loaded')?.help);
  return (
    <div className={styles.progress}>
      <p className={styles.phase} data-testid="phase" data-phase="loaded">
        Your own model
      </p>
      <p className={styles.readyMade}>{help}. It can be explored here, not trained.</p>
    </div>
  );
}

export function RunProgress() {
  const run = usePage((state) => state.run);
  const task = usePage((state) => state.tasks.digits);
  if (!run) return <p className={styles.progress}>{task ? task.label : 'Opening…'}</p>;
  if (run.readyMade && run.phase === 'ready-made')
    return (
      <div className={styles.progress}>
        <ReadyMade run={run} />
      </div>
    );
  if (run.phase === 'loaded') return <LoadedModel />;
  if (run.phase === 'untrained')
    return (
      <div className={styles.progress} data-testid="phase" data-phase="untrained">
        <Untrained run={run} />
      </div>
    );
  const part = partDone(run);
  const words = phaseInWords(run);
  return (
    <div className={styles.progress}>
      <div className={styles.line}>
        <p className={styles.phase} data-testid="phase" data-phase={run.phase}>
          {words}
        </p>
        <GoOn run={run} />
      </div>
      <Meter
        label={part === null ? 'Iterations done' : words}
        value={part ?? (run.iterations > 0 ? run.iteration / run.iterations : 0)}
      />
      {hasDiverged(run) ? <Diverged run={run} /> : <p className={run.error ? styles.refusal : styles.speed}>{run.error ? run.error.message : speed(run)}</p>}
    </div>
  );
}
