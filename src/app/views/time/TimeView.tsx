// How the selected unit's row came to be: along the moments of the run that are kept, each of which can be gone to.
import { Pause, Play, SkipForward } from 'lucide-react';
import { useMemo } from 'react';
import type { Exploration, Row } from '../../../engine/protocol.ts';
import type { Timeline } from '../../../viz/index.ts';
import { useExploration, useExplorer, useRow, usePage } from '../../state/ExplorerContext.ts';
import { spaced } from '../../state/following.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { count } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useViewChoice, useViewText } from '../useViewOption.ts';
import { Charts } from './Charts.tsx';
import { FollowStatus } from './FollowStatus.tsx';
import { KernelMultiples, MapMultiples } from './Multiples.tsx';
import { NoMoments } from './NoMoments.tsx';
import { numbersOf } from './numbers.ts';
import { TimeTable } from './TimeTable.tsx';
import { useKeptMoments, useRowsOverTime } from './useFollowing.ts';
import styles from './time.module.css';

const scales = [
  { value: 'log', label: 'Logarithmic' },
  { value: 'linear', label: 'Linear' },
] as const;
const multiples = ['6', '4', '9', '12'] as const;

/** The moments as the plots take them; going to the last is going back to now. */
function useTimeline(moments: readonly number[]): Timeline {
  const explorer = useExplorer();
  const moment = usePage(({ run }) => run!.moment);
  const asked = usePage((state) => state.momentAsked);
  return useMemo(() => ({ moments, moment, asked, onMoment: (next) => void explorer.look(next) }), [explorer, moments, moment, asked]);
}

function Player({ moment }: { moment: number | null }) {
  const explorer = useExplorer();
  const playing = usePage((state) => state.playing);
  return (
    <div className={styles.player} role="group" aria-label="Through the run">
      <Button icon={playing ? Pause : Play} onClick={() => (playing ? explorer.pausePlaying() : void explorer.play())} title="The whole page follows, moment after moment">
        {playing ? 'Pause' : 'Play the run'}
      </Button>
      <Button tone="quiet" icon={SkipForward} disabled={moment === null} onClick={() => void explorer.look(null)}>
        Now
      </Button>
      <span className={styles.moment} aria-live={playing ? 'off' : 'polite'} data-testid="time-moment" data-moment={moment ?? 'now'}>
        {moment === null ? 'on show: now' : moment === 0 ? 'on show: before the first iteration' : `on show: iteration ${count(moment)}`}
      </span>
    </div>
  );
}

function OverTime({ exploration, row }: { exploration: Exploration; row: Row }) {
  const explorer = useExplorer();
  const kept = useKeptMoments();
  const followed = useRowsOverTime(exploration, row.unit, kept);
  const { moments, found } = followed;
  const timeline = useTimeline(moments);
  const numbers = useMemo(() => numbersOf(moments, found), [moments, found]);
  const [scale, setScale] = useViewChoice('time', 'scale', ['log', 'linear']);
  const [several, setSeveral] = useViewChoice('time', 'moments', multiples);
  const [chosen, setBlock] = useViewText('time', 'block');
  const few = useMemo(() => spaced(kept, Number(several)), [kept, several]);
  const names = exploration.blocks.map(({ parameter }) => parameter);
  const block = chosen !== null && names.includes(chosen) ? chosen : 'all';
  const look = (iteration: number) => void explorer.look(iteration === kept.at(-1) ? null : iteration);
  return (
    <div className={styles.time} data-testid="over-time" data-done={followed.done} data-total={followed.total} data-phase={followed.phase} aria-busy={followed.phase === 'working'}>
      <div className={styles.controls}>
        <Player moment={timeline.moment} />
        <Switch label="Scale of the lengths" value={scale} options={scales} onChange={setScale} />
        <Choice label="Entries of" value={block} options={[{ value: 'all', label: 'all arrays' }, ...names.map((name) => ({ value: name, label: name }))]} onChange={(name) => setBlock(name === 'all' ? null : name)} />
        <FollowStatus what="the row at every moment" followed={followed} />
      </div>
      {numbers ? <Charts exploration={exploration} timeline={timeline} numbers={numbers} scale={scale} block={block} /> : <Skeleton height={560} label="The first moment is on its way" />}
      <div className={styles.controls}>
        <h3 className={styles.heading}>A few moments side by side</h3>
        <Switch mono label="How many moments" value={several} options={['4', '6', '9', '12'].map((value) => ({ value: value as (typeof multiples)[number], label: value }))} onChange={setSeveral} />
        <span className={styles.note}>Choose a picture to go to its moment.</span>
      </div>
      <MapMultiples exploration={exploration} row={row} moments={few} onMoment={look} />
      {numbers && <KernelMultiples exploration={exploration} row={row} moments={few} onMoment={look} followed={followed} numbers={numbers} block={block} />}
      {numbers && <TimeTable moments={moments} numbers={numbers} />}
    </div>
  );
}

export default function TimeView() {
  const exploration = useExploration();
  const row = useRow();
  const some = usePage(({ run }) => (run?.moments.length ?? 0) > 1);
  const opened = usePage(({ run }) => run !== null);
  if (!opened || !exploration || !row) return <Skeleton height={640} label="The run is on its way" />;
  return some ? <OverTime exploration={exploration} row={row} /> : <NoMoments />;
}
