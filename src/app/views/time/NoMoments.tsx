// Where the run on show has no moments to go through: why, and what to do about it.
import { Play } from 'lucide-react';
import type { RunState } from '../../../engine/protocol.ts';
import { commandsOf, isRunning } from '../../run/phases.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './time.module.css';

function why({ network, phase, readyMade }: Pick<RunState, 'network' | 'phase' | 'readyMade'>): string {
  if (network === 'loaded') return 'A model that was loaded comes without the run that trained it, so there is nothing to go through. Choose one of the networks that are trained here.';
  if (isRunning(phase) || phase === 'paused') return 'The run has just begun. Its iterations appear here as they are made.';
  if (readyMade) return 'The run on show was trained beforehand, and only its end was shipped with this page. Train one here: each of its iterations is kept, and this view follows the row through all of them.';
  return 'Nothing has been trained on these digits yet. Train a run: each of its iterations is kept, and this view follows the row through all of them.';
}

export function NoMoments() {
  const explorer = useExplorer();
  const network = usePage(({ run }) => run!.network);
  const phase = usePage(({ run }) => run!.phase);
  const readyMade = usePage(({ run }) => run!.readyMade);
  const sound = usePage((state) => state.problems.length === 0);
  const offered = commandsOf(phase, sound).has('train') && network !== 'loaded';
  return (
    <div className={styles.none}>
      <p>{why({ network, phase, readyMade })}</p>
      {offered && (
        <Button tone="main" icon={Play} onClick={() => void explorer.command('train')}>
          Train a run
        </Button>
      )}
    </div>
  );
}
