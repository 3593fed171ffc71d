// Accuracy or loss against iteration while a network trains, as MATLAB's training-progress plot shows it: epochs shaded,
// every batch faint, smoothed strong, validation dashed. Knows no training.
import { line, scaleLinear } from 'd3';
import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { CurveAxes, type Frame } from './CurveAxes.tsx';
import { CurveCursor, CurveKey } from './CurveCursor.tsx';
import { momentAt, momentByKey, sliderAria, TimelineMarks, type Timeline } from './TimelineMarks.tsx';
import { epochSpans, lossCeiling, nearest, samples, smooth, smoothingWidth, type Curve, type CurveSample, type Measure } from './curve.ts';
import { formatExact, formatPercent, formatShort, formatTick } from './format.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { curveTable } from './tables.ts';
import { useWidth } from './useWidth.ts';
import styles from './curve.module.css';

export interface TrainingCurveProps {
  title: string;
  curve: Curve;
  /** Iterations that the run will have; 0 where it is not known. */
  iterations: number;
  iterationsPerEpoch: number;
  epochs: number;
  measure: Measure;
  height?: number;
  /** Makes the plot a slider over moments that can be shown. */
  timeline?: Timeline;
  /** Another run's curve on the same axes. */
  compared?: { name: string; curve: Curve } | null;
  /** The iteration at which the loss was no longer finite, marked where the curve breaks off. */
  diverged?: number | null;
  /** What stands in an empty plot. */
  empty?: string;
}

const MARGIN = { left: 42, right: 10, top: 30, bottom: 36 };

/** What is drawn of the curve: the three lines, and how far its axes have to reach. */
function useLines({ curve, iterations, measure, compared }: TrainingCurveProps) {
  return useMemo(() => {
    const other = compared ? smooth(samples(compared.curve.training, measure), smoothingWidth(compared.curve.training.length)) : [];
    const otherValidation = compared ? samples(compared.curve.validation, measure) : [];
    const training = samples(curve.training, measure);
    const validation = samples(curve.validation, measure);
    const top = measure === 'accuracy' ? 1 : lossCeiling([...training, ...validation, ...other, ...otherValidation].map(({ value }) => value));
    const last = Math.max(training.at(-1)?.iteration ?? 0, validation.at(-1)?.iteration ?? 0, other.at(-1)?.iteration ?? 0, iterations, 1);
    return { training, validation, smoothed: smooth(training, smoothingWidth(training.length)), other, otherValidation, top, last };
  }, [curve, iterations, measure, compared]);
}

/** Scales for a size; the loss axis starts at zero, accuracy runs from 0 to 1. They stay while the axes do. */
function useScales({ iterationsPerEpoch, epochs, measure }: TrainingCurveProps, { top, last }: { top: number; last: number }, width: number, height: number) {
  return useMemo(() => {
    const frame: Frame = { left: MARGIN.left, right: Math.max(MARGIN.left + 40, width - MARGIN.right), top: MARGIN.top, bottom: height - MARGIN.bottom };
    const y = scaleLinear([0, top], [frame.bottom, frame.top]);
    if (measure === 'loss') y.nice(5);
    return {
      frame,
      x: scaleLinear([0, last], [frame.left, frame.right]),
      y: y.clamp(true),
      // A loss that ran away has more digits than there is room for.
      yFormat: measure === 'accuracy' ? (value: number) => `${Math.round(100 * value)}%` : top < 1e4 ? y.tickFormat(5) : formatTick,
      spans: epochSpans(epochs, iterationsPerEpoch, last),
    };
  }, [top, last, iterationsPerEpoch, epochs, measure, width, height]);
}

function describe(props: TrainingCurveProps): string {
  const { title, curve, measure, diverged = null } = props;
  const say = (value: number): string => (measure === 'accuracy' ? formatPercent(value) : formatShort(value));
  const training = curve.training.at(-1);
  const validation = curve.validation.at(-1);
  if (!training && !validation) return `${title}. No iterations yet.`;
  const parts = [
    training && `at iteration ${training.iteration} the training ${measure} is ${say(training[measure])}`,
    validation && `at iteration ${validation.iteration} the validation ${measure} is ${say(validation[measure])}`,
    diverged !== null && `at iteration ${diverged} the loss is no longer finite`,
  ];
  return `${title}: ${parts.filter(Boolean).join('; ')}.`;
}

/** Words on whichever side of the line has room. */
function Divergence({ x, frame }: { x: number; frame: Frame }) {
  const left = x > (frame.left + frame.right) / 2;
  return (
    <g className={styles.diverged}>
      <line x1={x} x2={x} y1={frame.top} y2={frame.bottom} />
      <text x={x + (left ? -5 : 5)} y={frame.top + 11} textAnchor={left ? 'end' : 'start'}>
        loss not finite
      </text>
    </g>
  );
}

export function TrainingCurve(props: TrainingCurveProps) {
  const { title, curve, measure, timeline, compared = null, diverged = null, height = 210, empty = 'No iterations yet. The curve is drawn here while the network trains.' } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<{ iteration: number; live: boolean } | null>(null);
  const lines = useLines(props);
  const { training, validation, smoothed, other, otherValidation, last } = lines;
  const { frame, x, y, yFormat, spans } = useScales(props, lines, width, height);
  const paths = useMemo(() => {
    const path = line<CurveSample>((point) => x(point.iteration), (point) => y(point.value)).defined((point) => Number.isFinite(point.value));
    return { raw: path(training) ?? '', smoothed: path(smoothed) ?? '', validation: path(validation) ?? '', other: path(other) ?? '', otherValidation: path(otherValidation) ?? '' };
  }, [x, y, training, smoothed, validation, other, otherValidation]);
  const isEmpty = training.length === 0 && validation.length === 0;
  const stations = training.length > 0 ? training : validation;
  const here = at && nearest(stations, at.iteration);
  const iteration = here === null || here < 0 ? null : stations[here].iteration;
  const percent = measure === 'accuracy';
  const exact = (value: number | undefined): string => (value === undefined ? '' : percent ? `${formatExact(100 * value)}%` : formatExact(value));

  const slides = timeline !== undefined && timeline.moments.length > 1;
  const onPointer = (event: PointerEvent<HTMLElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const pointed = x.invert(event.clientX - left);
    setAt({ iteration: pointed, live: false });
    if (slides && event.buttons === 1) timeline.onMoment(momentAt(timeline, pointed));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (slides) event.currentTarget.setPointerCapture(event.pointerId);
    onPointer(event);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isEmpty || event.altKey || event.metaKey) return;
    if (slides) {
      const next = momentByKey(timeline, event.key);
      if (next === undefined) return;
      event.preventDefault();
      setAt(null);
      return timeline.onMoment(next);
    }
    const current = here === null || here < 0 ? stations.length - 1 : here;
    const step: Record<string, number> = {
      ArrowLeft: current - 1, ArrowRight: current + 1, PageUp: current - 10, PageDown: current + 10, Home: 0, End: stations.length - 1,
    };
    if (!(event.key in step)) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(stations.length - 1, step[event.key]));
    setAt({ iteration: stations[next].iteration, live: true });
  };
  const trained = iteration === null ? undefined : curve.training.find((point) => point.iteration === iteration)?.[measure];
  const validatedAt = iteration === null ? -1 : nearest(validation, iteration);
  const validated = validatedAt < 0 ? undefined : validation[validatedAt];
  return (
    <Picture
      title={title}
      legend={<CurveKey compared={compared?.name ?? null} />}
      readOut={
        <ReadOut
          where={iteration === null ? undefined : `iteration ${iteration}:`}
          joint=""
          value={iteration === null ? undefined : [trained !== undefined && `training ${exact(trained)}`, validated && `validation ${exact(validated.value)}${validated.iteration === iteration ? '' : ` (at ${validated.iteration})`}`].filter(Boolean).join(' · ')}
          idle={isEmpty ? '' : `Iteration ${(training.at(-1) ?? validation.at(-1))?.iteration} of ${last} · point at the plot to read it`}
          live={at?.live ?? false}
        />
      }
      table={curveTable(curve)}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- It has one of two roles, which the rule does not see. */}
      <div
        ref={ref}
        className={styles.plot}
        style={{ height }}
        role={slides ? 'slider' : 'application'}
        {...(slides ? sliderAria(timeline, describe(props)) : { 'aria-roledescription': 'plot', 'aria-label': describe(props) })}
        data-slides={slides}
        tabIndex={0}
        onPointerMove={onPointer}
        onPointerDown={onPointerDown}
        onPointerLeave={(event) => event.pointerType !== 'touch' && setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={onKeyDown}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <CurveAxes x={x} y={y} frame={frame} epochs={spans} yTitle={percent ? 'Accuracy' : 'Loss'} yFormat={yFormat} />
            <path className={styles.other} d={paths.other} />
            <path className={styles.otherValidation} d={paths.otherValidation} />
            <path className={styles.raw} d={paths.raw} />
            <path className={styles.smoothed} d={paths.smoothed} />
            <path className={styles.validation} d={paths.validation} />
            {validation.map((point) => (
              <circle key={point.iteration} className={styles.marker} cx={x(point.iteration)} cy={y(point.value)} r={3} />
            ))}
            {diverged !== null && <Divergence x={x(Math.min(diverged, last))} frame={frame} />}
            {slides && <TimelineMarks timeline={timeline} x={x} frame={frame} />}
            {iteration !== null && <CurveCursor x={x(iteration)} frame={frame} dots={[trained, validated?.iteration === iteration ? validated.value : undefined].map((value) => (value === undefined ? null : y(value)))} />}
          </svg>
        )}
        {isEmpty && <p className={styles.empty}><span>{empty}</span></p>}
      </div>
    </Picture>
  );
}
