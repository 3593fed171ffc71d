// Under the curve: which iteration is on show, and the ways through the others.
import { Pause, Play, SkipForward } from 'lucide-react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { count } from '../ui/format.ts';
import styles from './RunPanel.module.css';

function words(moment: number | null, every: number, moments: number): string {
  if (moments < 2) return 'Train, then wind it back.';
  if (moment !== null) return moment === 0 ? 'On show: before the first iteration' : `On show: iteration ${count(moment)}`;
  return every === 1 ? 'Drag the curve to go back.' : `Drag to go back: every ${count(every)}th iteration is kept.`;
}

export function TimelineBar() {
  const explorer = useExplorer();
  const playing = usePage((state) => state.playing);
  const moment = usePage(({ run }) => run?.moment ?? null);
  const moments = usePage(({ run }) => run?.moments.length ?? 0);
  const every = usePage(({ run }) => run?.momentsEvery ?? 1);
  const none = moments < 2;
  return (
    <div className={styles.timeline} role="group" aria-label="Timeline">
      <Button
        tone="quiet"
        icon={playing ? Pause : Play}
        disabled={none}
        aria-label={playing ? 'Stop playing' : 'Play the run'}
        title="Shows one iteration after another"
        onClick={() => (playing ? explorer.pausePlaying() : void explorer.play())}
      />
      <p aria-live={playing ? 'off' : 'polite'} data-testid="moment" data-moment={moment ?? 'now'}>
        {words(moment, every, moments)}
      </p>
      <Button tone="quiet" icon={SkipForward} disabled={moment === null} title="Back to the weights as they are now" onClick={() => void explorer.look(null)}>
        Now
      </Button>
    </div>
  );
}
