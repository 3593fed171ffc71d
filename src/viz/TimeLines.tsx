// Several numbers against iteration as lines, on a linear or a logarithmic scale, with the moment on show marked. Knows no training.
import { line, scaleLinear } from 'd3';
import { useMemo, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { seriesStyle, type SeriesStyle } from './series.ts';
import { TimeAxes } from './TimeAxes.tsx';
import { sliderAria, TimelineMarks, type Timeline } from './TimelineMarks.tsx';
import { nearestKnown, timeFrame, valueAxis, type ValueScale } from './timePlot.ts';
import { timeHandlers, type Hovered } from './useTimePlot.ts';
import { useTheme } from './useTheme.ts';
import { useWidth } from './useWidth.ts';
import curve from './curve.module.css';
import styles from './time.module.css';

export interface TimeSeries {
  name: string;
  /** One a moment; NaN where it is not known yet. */
  values: ArrayLike<number>;
}

export interface TimeLinesProps {
  title: string;
  yTitle: string;
  timeline: Timeline;
  /** Where the axis of iterations ends. */
  last: number;
  /** The first is drawn strong. */
  series: readonly TimeSeries[];
  scale: ValueScale;
  /** A curve on a scale of its own, thin behind the others. */
  behind?: { name: string; points: readonly { iteration: number; value: number }[] } | null;
  hovered: Hovered | null;
  onHover: (hovered: Hovered | null) => void;
  height?: number;
  caption?: ReactNode;
}

/** Index of the moment that is read: the one pointed at, else the one on show. */
export function momentRead({ moments, moment }: Timeline, hovered: Hovered | null, known: (at: number) => boolean): number {
  return nearestKnown(moments, known, hovered?.iteration ?? moment ?? moments[moments.length - 1]);
}

function Key({ series, behind, at, styleOf }: { series: readonly TimeSeries[]; behind: string | null; at: number; styleOf: (index: number) => SeriesStyle }) {
  return (
    <ul className={styles.key}>
      {series.map(({ name, values }, index) => {
        const { stroke, dash } = styleOf(index);
        return (
          <li key={name}>
            <svg width={22} height={10} aria-hidden="true">
              <path className={styles.line} d="M1 5H21" stroke={stroke} strokeDasharray={dash} strokeWidth={index === 0 ? 2.5 : 1.75} />
            </svg>
            <span className={styles.name}>{name}</span>
            <span className={styles.number}>{at < 0 || Number.isNaN(values[at]) ? '' : formatShort(values[at], 4)}</span>
          </li>
        );
      })}
      {behind && (
        <li>
          <svg width={22} height={10} aria-hidden="true">
            <path className={styles.behind} d="M1 5H21" />
          </svg>
          <span className={styles.name}>{behind}</span>
        </li>
      )}
    </ul>
  );
}

/** A logarithmic axis has no place for zero. */
function drawable(value: number, scale: ValueScale): boolean {
  return Number.isFinite(value) && (scale === 'linear' || value > 0);
}

/** Numbers between two that have no place: a line has no length there. */
function alone(values: ArrayLike<number>, scale: ValueScale): number[] {
  const known = Array.from(values, (value, at) => ({ value, at })).filter(({ value }) => !Number.isNaN(value));
  const drawn = (k: number) => k >= 0 && k < known.length && drawable(known[k].value, scale);
  return known.flatMap(({ at }, k) => (drawn(k) && !drawn(k - 1) && !drawn(k + 1) ? [at] : []));
}

/** First and last number of every line, in words. */
function describe(title: string, moments: readonly number[], series: readonly TimeSeries[]): string {
  const told = series.slice(0, 6).map(({ name, values }) => {
    const known = moments.flatMap((iteration, at) => (Number.isNaN(values[at]) ? [] : [{ iteration, value: values[at] }]));
    return known.length === 0 ? `${name} not known yet` : `${name} ${formatShort(known[0].value)} at iteration ${known[0].iteration}, ${formatShort(known.at(-1)!.value)} at ${known.at(-1)!.iteration}`;
  });
  return `${title}. ${told.join('; ')}.`;
}

export function TimeLines({ title, yTitle, timeline, last, series, scale, behind = null, hovered, onHover, height = 220, caption }: TimeLinesProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const theme = useTheme();
  const { moments } = timeline;
  const frame = useMemo(() => timeFrame(width, height), [width, height]);
  const x = useMemo(() => scaleLinear([0, Math.max(1, last)], [frame.left, frame.right]), [last, frame]);
  const y = useMemo(() => valueAxis(series.flatMap(({ values }) => Array.from(values)), scale, frame), [series, scale, frame]);
  const styleOf = (index: number): SeriesStyle => (index === 0 ? { stroke: 'var(--ink)', dash: undefined } : seriesStyle(index - 1, theme));
  const paths = useMemo(() => {
    const points = (values: ArrayLike<number>) => moments.map((iteration, at) => ({ iteration, value: values[at] })).filter(({ value }) => !Number.isNaN(value));
    const path = line<{ iteration: number; value: number }>((point) => x(point.iteration), (point) => y.scale(point.value)).defined(({ value }) => drawable(value, scale));
    return series.map(({ values }) => path(points(values)) ?? '');
  }, [series, moments, x, y, scale]);
  const ghost = useMemo(() => {
    if (!behind) return '';
    const own = valueAxis(behind.points.map(({ value }) => value), 'linear', frame).scale;
    return line<{ iteration: number; value: number }>((point) => x(point.iteration), (point) => own(point.value)).defined(({ value }) => Number.isFinite(value))(behind.points) ?? '';
  }, [behind, x, frame]);
  const at = momentRead(timeline, hovered, (k) => series.some(({ values }) => !Number.isNaN(values[k])));
  const slides = moments.length > 1;
  const summary = describe(title, moments, series);
  return (
    <Picture
      title={title}
      readOut={<ReadOut where={at < 0 ? undefined : `${hovered ? '' : 'on show: '}iteration ${moments[at]}:`} joint="" value={at < 0 ? undefined : `${series[0].name} ${formatExact(series[0].values[at])}`} live={hovered?.live ?? false} />}
      caption={caption}
    >
      <div
        ref={ref}
        className={curve.plot}
        style={{ height }}
        role={slides ? 'slider' : 'img'}
        {...(slides ? sliderAria(timeline, summary) : { 'aria-label': summary })}
        data-slides={slides}
        tabIndex={slides ? 0 : undefined}
        {...(slides ? timeHandlers(timeline, x, onHover) : {})}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <TimeAxes x={x} y={y} frame={frame} yTitle={yTitle} />
            <path className={styles.behind} d={ghost} />
            {paths.map((d, index) => {
              const { stroke, dash } = styleOf(index);
              return <path key={series[index].name} className={styles.line} d={d} stroke={stroke} strokeDasharray={dash} strokeWidth={index === 0 ? 2.5 : 1.75} />;
            })}
            {series.map(({ name, values }, index) => alone(values, scale).map((k) => <circle key={`${name} ${k}`} cx={x(moments[k])} cy={y.scale(values[k])} r={2} fill={styleOf(index).stroke} />))}
            {slides && <TimelineMarks timeline={timeline} x={x} frame={frame} />}
            {at >= 0 && hovered && <line className={curve.hair} x1={x(moments[at])} x2={x(moments[at])} y1={frame.top} y2={frame.bottom} />}
            {at >= 0 && series.map(({ name, values }, index) => drawable(values[at], scale) && <circle key={name} className={styles.dot} cx={x(moments[at])} cy={y.scale(values[at])} r={3.5} fill={styleOf(index).stroke} />)}
          </svg>
        )}
      </div>
      {(series.length > 1 || behind) && <Key series={series} behind={behind?.name ?? null} at={at} styleOf={styleOf} />}
    </Picture>
  );
}
