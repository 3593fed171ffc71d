// The error of a linear prediction against the size of the step, on logarithmic axes: measured points, the fitted slope, where kinks
// and where rounding bend it, and the step at hand. A slider: clicking, sliding and arrows choose the step. Knows no network.
import { line } from 'd3';
import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import type { Frame } from './CurveAxes.tsx';
import { formatShort } from './format.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { fitEnds, nearestStep, stepScales, type StepCurve, type StepScales } from './stepPlot.ts';
import { useWidth } from './useWidth.ts';
import axes from './curve.module.css';
import styles from './stepPlot.module.css';

export interface StepPlotProps {
  title: string;
  curve: StepCurve;
  /** Size and error of the step at hand, and what flips on the way to it; a step of zero has no place here. */
  here: { step: number; error: number; flips: number } | null;
  onStep: (step: number) => void;
  xTitle: string;
  yTitle: string;
  height?: number;
  caption?: string;
}

const MARGIN = { left: 52, right: 14, top: 26, bottom: 38 };

/** 10 with its power raised. */
function Power({ value, ...place }: { value: number; x?: number; y?: number; textAnchor: 'middle' | 'end'; dy?: string }) {
  return (
    <text {...place}>
      10
      <tspan dy="-0.4em" fontSize="0.75em">
        {String(Math.round(Math.log10(value))).replace('-', '−')}
      </tspan>
    </text>
  );
}

function Axes({ scales: { x, y, xTicks, yTicks }, frame: { left, right, top, bottom }, xTitle, yTitle }: { scales: StepScales; frame: Frame; xTitle: string; yTitle: string }) {
  return (
    <g className={axes.axes}>
      {yTicks.map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line className={axes.grid} x1={left} x2={right} />
          <Power value={tick} x={left - 6} dy="0.32em" textAnchor="end" />
        </g>
      ))}
      <path className={axes.axis} d={`M${left} ${top}V${bottom}H${right}`} />
      {xTicks.map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} ${bottom})`}>
          <line className={axes.axis} y2={4} />
          <Power value={tick} y={17} textAnchor="middle" />
        </g>
      ))}
      <text className={axes.axisTitle} x={right} y={bottom + 33} textAnchor="end">{xTitle}</text>
      <text className={axes.axisTitle} x={0} y={10}>{yTitle}</text>
    </g>
  );
}

/** Where the curve says little: below rounding, and beyond the first flip. */
function Grounds({ curve: { steps, flips, floor }, scales: { x, y }, frame: { left, right, top, bottom } }: { curve: StepCurve; scales: StepScales; frame: Frame }) {
  const first = flips.findIndex((count) => count > 0);
  const kink = first < 0 ? null : x(first === 0 ? steps[0] : Math.sqrt(steps[first - 1] * steps[first]));
  return (
    <g>
      {kink !== null && <rect className={styles.flips} x={kink} y={top} width={right - kink} height={bottom - top} />}
      <rect className={styles.rounding} x={left} y={y(floor)} width={right - left} height={Math.max(0, bottom - y(floor))} />
      {kink !== null && <text className={styles.word} x={right - 5} y={Math.min(bottom, y(floor)) - 8} textAnchor="end">something flips</text>}
      <text className={styles.word} x={left + 5} y={bottom - 5}>rounding</text>
    </g>
  );
}

function Marks({ curve, scales, frame, here }: { curve: StepCurve; scales: StepScales; frame: Frame; here: StepPlotProps['here'] }) {
  const { x, y } = scales;
  const { steps, errors, flips, floor, fit } = curve;
  const place = (error: number) => y(Math.max(error, floor / 10));
  const path = line<number>((step) => x(step), (_, k) => place(errors[k]))(steps) ?? '';
  const ends = fitEnds(curve, scales);
  return (
    <g>
      {ends && <path className={styles.fit} d={`M${x(ends[0][0])} ${y(ends[0][1])}L${x(ends[1][0])} ${y(ends[1][1])}`} />}
      {fit && (
        <text className={styles.slope} x={x(Math.sqrt(fit.from * fit.to)) + 8} y={y(10 ** ((fit.slope * (Math.log10(fit.from) + Math.log10(fit.to))) / 2 + fit.intercept)) + 18}>
          slope {formatShort(Number(fit.slope.toFixed(2)))}
        </text>
      )}
      <path className={styles.line} d={path} />
      {steps.map((step, k) => (
        <circle key={step} className={flips[k] > 0 ? styles.kinked : styles.smooth} cx={x(step)} cy={place(errors[k])} r={3} />
      ))}
      {here && here.step > 0 && (
        <g>
          <line className={axes.hair} x1={x(here.step)} x2={x(here.step)} y1={frame.top} y2={frame.bottom} />
          <circle className={styles.here} cx={x(here.step)} cy={place(here.error)} r={6} />
        </g>
      )}
    </g>
  );
}

/** The step that a key leads to: among those measured. */
function stepByKey({ steps }: StepCurve, at: number, key: string): number | undefined {
  const last = steps.length - 1;
  const to: Record<string, number> = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageDown: at - 4, PageUp: at + 4, Home: 0, End: last };
  return key in to ? steps[Math.max(0, Math.min(last, to[key]))] : undefined;
}

const inWords = ({ step, error, flips }: NonNullable<StepPlotProps['here']>): string =>
  `step ${formatShort(step)}, error ${formatShort(error)}, ${flips === 0 ? 'nothing flips' : `${flips} ${flips === 1 ? 'flips' : 'flip'}`}`;

export function StepPlot({ title, curve, here, onStep, xTitle, yTitle, height = 280, caption }: StepPlotProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const frame: Frame = useMemo(() => ({ left: MARGIN.left, right: Math.max(MARGIN.left + 40, width - MARGIN.right), top: MARGIN.top, bottom: height - MARGIN.bottom }), [width, height]);
  const scales = useMemo(() => stepScales(curve, frame), [curve, frame]);
  const at = here && here.step > 0 ? nearestStep(curve.steps, here.step) : 0;
  const words = here ? (here.step > 0 ? inWords(here) : 'step 0, no error') : 'on its way';
  const onPointer = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    const pointed = scales.x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
    onStep(Number(pointed.toPrecision(2)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const next = stepByKey(curve, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    onStep(Number(next.toPrecision(4)));
  };
  return (
    <Picture
      title={title}
      caption={caption}
      table={{ columns: [xTitle, yTitle, 'flips'], rows: () => curve.steps.map((step, k) => [step, curve.errors[k], curve.flips[k]]) }}
      readOut={<ReadOut where="At hand:" joint="" value={words} long />}
    >
      <div
        ref={ref} className={`${axes.plot} ${styles.plot}`} style={{ height }}
        role="slider" tabIndex={0} aria-label={`${title}. Slide to choose a step.`} aria-valuemin={0} aria-valuemax={curve.steps.length - 1} aria-valuenow={at} aria-valuetext={words}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onPointer(event);
        }}
        onPointerMove={onPointer} onKeyDown={onKeyDown}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <Grounds curve={curve} scales={scales} frame={frame} />
            <Axes scales={scales} frame={frame} xTitle={xTitle} yTitle={yTitle} />
            <Marks curve={curve} scales={scales} frame={frame} here={here} />
          </svg>
        )}
      </div>
    </Picture>
  );
}
