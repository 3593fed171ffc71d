// The curve as a timeline: which moments can be shown, which one is, and how keys and pointer move between them. Knows no training.
import type { ScaleLinear } from 'd3';
import type { Frame } from './CurveAxes.tsx';
import styles from './curve.module.css';

export interface Timeline {
  /** Iterations to choose from, ascending. */
  moments: readonly number[];
  /** The one on show; null: the newest. */
  moment: number | null;
  /** The one asked for while it is not on show yet: keys go on from there. */
  asked?: number | null;
  onMoment: (moment: number | null) => void;
}

/** More ticks than this would be a solid line. */
const mostTicks = 150;

/** The moment nearest to an iteration; null, the newest, beyond the last. */
export function momentAt({ moments }: Timeline, iteration: number): number | null {
  const last = moments[moments.length - 1];
  let best = moments[0];
  for (const moment of moments) if (Math.abs(moment - iteration) <= Math.abs(best - iteration)) best = moment;
  return best === last ? null : best;
}

/** Where a key leads to; undefined for a key that leads nowhere. */
export function momentByKey({ moments, moment, asked = moment }: Timeline, key: string): number | null | undefined {
  const last = moments.length - 1;
  const at = asked === null ? last : moments.indexOf(asked);
  const step: Record<string, number> = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageDown: at - 10, PageUp: at + 10, Home: 0, End: last };
  if (!(key in step)) return undefined;
  const next = Math.max(0, Math.min(last, step[key]));
  return next === last ? null : moments[next];
}

/** What a screen reader hears of the plot as a slider. */
export function sliderAria({ moments, moment }: Timeline, label: string) {
  const last = moments[moments.length - 1];
  return {
    'aria-label': `${label} Timeline of the run`,
    'aria-valuemin': moments[0],
    'aria-valuemax': last,
    'aria-valuenow': moment ?? last,
    'aria-valuetext': moment === null ? `now, iteration ${last}` : `iteration ${moment} of ${last}`,
  };
}

/** A tick for each moment under the plot, and a line with a handle at the one on show. */
export function TimelineMarks({ timeline: { moments, moment }, x, frame }: { timeline: Timeline; x: ScaleLinear<number, number>; frame: Frame }) {
  const at = x(moment ?? moments[moments.length - 1]);
  const ticks = moments.length <= mostTicks ? moments.map((each) => `M${x(each)} ${frame.bottom}v-4`).join('') : '';
  return (
    <g className={moment === null ? styles.now : styles.past}>
      <path className={styles.moments} d={ticks} />
      <line x1={at} x2={at} y1={frame.top} y2={frame.bottom} />
      <path className={styles.handle} d={`M${at} ${frame.bottom}l5 6v8h-10v-8z`} />
    </g>
  );
}
