// How much each of a few contestants takes, as bars that grow while they run, on a logarithmic or a linear axis. Knows no race.
import { scaleLinear, scaleLog } from 'd3';
import { useMemo } from 'react';
import { Picture } from './Picture.tsx';
import type { PictureTable } from './tools.tsx';
import { useWidth } from './useWidth.ts';
import styles from './race.module.css';

export interface RaceBar {
  readonly name: string;
  /** What it took, or has taken so far; null while it has not begun, or where it did not get there. */
  readonly value: number | null;
  /** At the bar's end: the value in words, or why there is none. */
  readonly words: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** From 0 to 1, while it runs. */
  readonly progress: number | null;
  /** Not all of it was measured. */
  readonly extrapolated: boolean;
}

export interface RaceBarsProps {
  title: string;
  bars: readonly RaceBar[];
  logarithmic: boolean;
  /** What the axis reaches over at least, so that it need not change while bars grow. */
  reach?: readonly number[];
  tick: (value: number) => string;
  caption?: React.ReactNode;
  table?: PictureTable;
}

const LINE = 52;
const BAR = 16;
const AXIS = 24;
/** Room for the words behind the longest bar. */
const WORDS = 118;

/** Decades around the values, or from zero. */
export function raceDomain(values: readonly number[], logarithmic: boolean): [number, number] {
  const most = Math.max(...values, 0) || 1;
  if (!logarithmic) return [0, most];
  const least = Math.min(...values.filter((value) => value > 0), most);
  return [10 ** Math.floor(Math.log10(least) - 0.3), 10 ** Math.ceil(Math.log10(most) - 1e-9)];
}

function scaleOf(domain: readonly [number, number], width: number, logarithmic: boolean) {
  const scale = logarithmic ? scaleLog(domain, [0, width]).clamp(true) : scaleLinear(domain, [0, width]).clamp(true);
  const decades = logarithmic ? Math.round(Math.log10(domain[1] / domain[0])) : 0;
  const every = Math.max(1, Math.ceil((decades * 56) / width));
  const ticks = logarithmic ? Array.from({ length: Math.floor(decades / every) + 1 }, (_, k) => domain[0] * 10 ** (k * every)) : scale.ticks(Math.max(2, Math.floor(width / 110)));
  return { scale, ticks };
}

const NOTHING: readonly number[] = [];

export function RaceBars({ title, bars, logarithmic, reach = NOTHING, tick, caption, table }: RaceBarsProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [low, high] = raceDomain([...(logarithmic ? reach : NOTHING), ...bars.flatMap(({ value }) => (value === null ? [] : [value]))], logarithmic);
  const long = Math.max(40, width - WORDS);
  const { scale, ticks } = useMemo(() => scaleOf([low, high], long, logarithmic), [low, high, long, logarithmic]);
  const height = bars.length * LINE + AXIS;
  return (
    <Picture title={title} caption={caption} table={table}>
      <div ref={ref} className={styles.plot} style={{ height }} role="img" aria-label={`${title}. ${bars.map(({ name, words }) => `${name}: ${words}`).join('. ')}.`}>
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            {ticks.map((value) => (
              <g key={value} transform={`translate(${scale(value)} 0)`}>
                <line className={styles.line} y2={height - AXIS} />
                <text className={styles.tick} y={height - 8} textAnchor={scale(value) < 12 ? 'start' : 'middle'}>
                  {tick(value)}
                </text>
              </g>
            ))}
            {bars.map((bar, k) => (
              <Bar key={bar.name} bar={bar} top={k * LINE} length={bar.value === null ? 0 : Math.max(1, scale(bar.value))} />
            ))}
          </svg>
        )}
      </div>
    </Picture>
  );
}

function Bar({ bar: { name, words, state, progress, extrapolated }, top, length }: { bar: RaceBar; top: number; length: number }) {
  return (
    <g transform={`translate(0 ${top})`}>
      <text className={styles.name} y={14}>
        {name}
      </text>
      <rect className={styles[state]} data-extrapolated={extrapolated} y={21} height={BAR} width={length} />
      {progress !== null && <rect className={styles.progress} y={21 + BAR + 2} height={2} width={Math.max(1, length * progress)} />}
      <text className={styles.words} x={length + 6} y={21 + BAR / 2}>
        {words}
      </text>
    </g>
  );
}
