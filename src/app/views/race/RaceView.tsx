// The three ways to the Jacobian on show, raced on this visitor's own device.
import { Play, RotateCcw, Square } from 'lucide-react';
import { RaceBars, type RaceBar } from '../../../viz/index.ts';
import type { BackendInfo, Exploration, RaceLane } from '../../../engine/protocol.ts';
import { isSettled } from '../../run/phases.ts';
import { useExploration, usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { bytes, count, milliseconds } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useViewChoice } from '../useViewOption.ts';
import { sizeOf } from '../matrix/words.ts';
import { RaceTable } from './RaceTable.tsx';
import { METHODS, useRace, type LaneState, type RaceState } from './useRace.ts';
import { agreement, NAMES, sampled, verdict, whatItDoes } from './words.ts';
import styles from './race.module.css';

const MEASURES = {
  time: { label: 'time', of: (lane: RaceLane) => lane.milliseconds, words: milliseconds, tick: seconds, title: 'Time for all rows' },
  passes: { label: 'passes', of: (lane: RaceLane) => lane.passes, words: count, tick: count, title: 'Times that cotangents are pulled back' },
  bytes: { label: 'bytes', of: (lane: RaceLane) => lane.bytes, words: bytes, tick: bytes, title: 'Bytes of the result' },
  work: { label: 'multiply-adds', of: (lane: RaceLane) => lane.multiplyAdds, words: short, tick: short, title: 'Multiply-adds' },
} as const;
type Measure = keyof typeof MEASURES;
/** From a quick structured way to a slow loop, in milliseconds. */
const TIMES = [2, 10_000];

/** `10 s`, `100 ms`: round times at an axis. */
function seconds(value: number): string {
  return value >= 1000 ? `${Number((value / 1000).toPrecision(3))}\u00a0s` : `${Number(value.toPrecision(3))}\u00a0ms`;
}

/** 1.2 million and the like, where every digit would be too many. */
function short(value: number): string {
  for (const [size, name] of [[1e12, 'trillion'], [1e9, 'billion'], [1e6, 'million']] as const) if (value >= size) return `${Number((value / size).toPrecision(3))} ${name}`;
  return count(value);
}

function barOf({ method, state, lane }: LaneState, measure: Measure, elapsed: number, progress: number | null): RaceBar {
  const { of, words } = MEASURES[measure];
  const shared = { name: NAMES[method], extrapolated: false, progress: null };
  if (state === 'done') return { ...shared, state, value: of(lane!), words: words(of(lane!)), extrapolated: measure === 'time' && lane!.timedRows < lane!.rows };
  if (state === 'running') return { ...shared, state, value: measure === 'time' ? Math.max(1, elapsed) : null, words: measure === 'time' ? `${milliseconds(elapsed)} so far` : 'running', progress };
  if (state === 'waiting') return { ...shared, state, value: null, words: 'not run yet' };
  return { ...shared, state: 'failed', value: null, words: state === 'stopped' ? 'stopped' : 'not possible here' };
}

function where({ kind, device, software }: BackendInfo): string {
  if (kind !== 'webgpu') return 'On this device without WebGPU: in float64, on the processor.';
  return `On this device: WebGPU, ${device}${software ? ', which is the processor' : ''}.`;
}

function Words({ race, exploration }: { race: RaceState; exploration: Exploration }) {
  const done = race.lanes.flatMap(({ lane }) => (lane ? [lane] : []));
  const failed = race.lanes.filter(({ state }) => state === 'failed');
  return (
    <div className={styles.words} aria-live="polite">
      {done.length > 1 && !race.running && (
        <p className={styles.verdict} data-testid="race-verdict">
          {verdict(done)}
        </p>
      )}
      {done.filter(({ timedRows, rows }) => timedRows < rows).map((lane) => (
        <p key={lane.method}>{sampled(lane)}</p>
      ))}
      {done.length > 0 && <p>{agreement(done, exploration)}</p>}
      {failed.map(({ method, error }) => (
        <p key={method} className={styles.bad}>
          {error!.message}
        </p>
      ))}
      {race.lanes.some(({ state }) => state === 'stopped') && <p>Stopped. What had been measured stays.</p>}
    </div>
  );
}

function Race({ exploration }: { exploration: Exploration }) {
  const race = useRace(exploration);
  const backend = usePage((state) => state.backend);
  const training = usePage((state) => state.run !== null && !isSettled(state.run.phase));
  const task = usePage((state) => state.tasks.race);
  const [measure, setMeasure] = useViewChoice('race', 'bars', ['time', 'passes', 'bytes', 'work'] as const);
  const [axis, setAxis] = useViewChoice('race', 'axis', ['log', 'linear'] as const);
  const { rows, columns } = sizeOf(exploration);
  const again = race.lanes.some(({ state }) => state !== 'waiting');
  const done = race.lanes.flatMap(({ lane }) => (lane ? [lane] : []));
  const progress = task ? task.done / task.total : null;
  return (
    <div className={styles.layout}>
      <div className={styles.line}>
        {race.running ? (
          <Button icon={Square} onClick={race.stop}>
            Stop
          </Button>
        ) : (
          <Button tone="main" icon={again ? RotateCcw : Play} onClick={race.start} data-tour={again ? undefined : 'race'}>
            {again ? 'Race again' : 'Start the race'}
          </Button>
        )}
        <p className={styles.about}>
          {count(rows)} × {count(columns)}, ∂{exploration.layer.name} of this image. {backend && where(backend)}
          {training && ' A run is training meanwhile, so all times are longer than they need be.'}
        </p>
      </div>
      <div className={styles.line}>
        <Switch label="What the bars show" value={measure} onChange={setMeasure} options={(Object.keys(MEASURES) as Measure[]).map((value) => ({ value, label: MEASURES[value].label }))} />
        <Switch label="Axis" value={axis} onChange={setAxis} options={[{ value: 'log', label: 'logarithmic' }, { value: 'linear', label: 'linear' }]} />
      </div>
      <RaceBars
        title={MEASURES[measure].title}
        bars={race.lanes.map((lane) => barOf(lane, measure, race.elapsed, progress))}
        logarithmic={axis === 'log'}
        reach={measure === 'time' ? TIMES : undefined}
        tick={MEASURES[measure].tick}
        caption={axis === 'log' && measure === 'time' ? 'Each step of the axis is ten times as long. Dashed bars are extrapolated. While a lane runs, its bar shows what it has taken with compiling and all its runs.' : 'Dashed bars are extrapolated.'}
      />
      <dl className={styles.methods}>
        {METHODS.map((method) => (
          <div key={method}>
            <dt>{NAMES[method]}</dt>
            <dd>{whatItDoes(method, rows, backend?.kind !== 'webgpu')}</dd>
          </div>
        ))}
      </dl>
      <Words race={race} exploration={exploration} />
      {done.length > 0 && <RaceTable lanes={done} />}
    </div>
  );
}

export default function RaceView() {
  const exploration = useExploration();
  return exploration ? <Race exploration={exploration} /> : <Skeleton height={420} label="The Jacobian to race for is on its way" />;
}
