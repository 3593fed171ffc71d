// A run whose loss was no longer finite: what happened, and the ways on.
import { RotateCcw, SkipForward } from 'lucide-react';
import type { RunState } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { count } from '../ui/format.ts';
import { lastGoodElsewhere, tenthOf } from './divergence.ts';
import styles from './RunPanel.module.css';

export function Diverged({ run }: { run: RunState }) {
  const explorer = useExplorer();
  const least = usePage((state) => state.opened?.fields.find(({ name }) => name === 'learningRate')?.min ?? 0);
  const rate = tenthOf(run.settings.learningRate, least);
  const good = lastGoodElsewhere(run);
  return (
    <div className={styles.diverged} data-testid="diverged">
      <p role="alert">{run.error!.message}</p>
      {rate < run.settings.learningRate && (
        <Button tone="main" icon={RotateCcw} onClick={() => void explorer.trainAgain({ learningRate: rate })} title="The same run from the start, with a tenth of the learning rate">
          Train again at rate {rate}
        </Button>
      )}
      {good !== null && (
        <Button icon={SkipForward} onClick={() => void explorer.look(null)} title="The last weights that gave a finite loss">
          Go to iteration {count(good)}, the last good one
        </Button>
      )}
    </div>
  );
}
