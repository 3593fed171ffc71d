// The buttons of a run. Which of them can be pressed follows from the phase.
import { Pause, Play, RotateCcw, Square, StepForward } from 'lucide-react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { commandsOf } from './phases.ts';
import styles from './RunPanel.module.css';

export function RunControls() {
  const explorer = useExplorer();
  const phase = usePage((state) => state.run?.phase);
  const sound = usePage((state) => state.problems.length === 0);
  const offered = commandsOf(phase ?? 'preparing', sound);
  const can = (command: Parameters<typeof explorer.command>[0]) => phase !== undefined && offered.has(command);
  const run = (command: Parameters<typeof explorer.command>[0]) => () => void explorer.command(command);
  const halted = phase === 'paused';
  return (
    <div>
      <div className={styles.buttons} role="group" aria-label="Training">
        {halted || can('pause') ? (
          <Button tone="main" icon={halted ? Play : Pause} onClick={run(halted ? 'resume' : 'pause')} title={halted ? 'Goes on with the next iteration' : 'Stands still after the iteration in hand'}>
            {halted ? 'Resume' : 'Pause'}
          </Button>
        ) : (
          <Button tone="main" icon={Play} disabled={!can('train')} onClick={run('train')} aria-describedby={sound ? undefined : 'why-no-train'} title="Trains a network from its first weights, with the settings below">
            Train
          </Button>
        )}
        <Button icon={StepForward} disabled={!can('step')} onClick={run('step')} title="One iteration, then pause">
          Step
        </Button>
        <Button icon={Square} disabled={!can('stop')} onClick={run('stop')} title="End the run here and keep its weights">
          Stop
        </Button>
        <Button icon={RotateCcw} disabled={!can('reset')} onClick={run('reset')} title="Back to what was there before anything was trained here">
          Reset
        </Button>
      </div>
      {!sound && (
        <p id="why-no-train" className={styles.refusal} role="status">
          A new run cannot start: a setting below is refused.
        </p>
      )}
    </div>
  );
}
