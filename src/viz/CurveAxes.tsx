// The ground of a training curve: epochs shaded alternately, grid lines, axes with titles. SVG, drawn from D3 scales.
import { memo } from 'react';
import type { ScaleLinear } from 'd3';
import type { Epoch } from './curve.ts';
import styles from './curve.module.css';

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Props {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  frame: Frame;
  epochs: readonly Epoch[];
  yTitle: string;
  yFormat: (value: number) => string;
}

/** Epochs whose names have room: every one, or every second, fifth, tenth … */
function labelled(epochs: readonly Epoch[], widthOfOne: number): Set<number> {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((candidate) => candidate * widthOfOne >= 46) ?? Infinity;
  return new Set(epochs.filter(({ number }) => step === 1 || number % step === 0).map(({ number }) => number));
}

export const CurveAxes = memo(function CurveAxes({ x, y, frame, epochs, yTitle, yFormat }: Props) {
  const { left, right, top, bottom } = frame;
  const named = labelled(epochs, epochs.length > 0 ? x(epochs[0].end) - x(epochs[0].start) : 0);
  const ticks = x.ticks(Math.max(2, Math.floor((right - left) / 64))).filter(Number.isInteger);
  return (
    <g className={styles.axes}>
      {epochs.map(({ number, start, end }) => (
        <g key={number}>
          {number % 2 === 0 && <rect className={styles.epoch} x={x(start)} y={top} width={x(end) - x(start)} height={bottom - top} />}
          {named.has(number) && (
            <text className={styles.epochName} x={(x(start) + x(end)) / 2} y={top - 5} textAnchor="middle">
              Epoch {number}
            </text>
          )}
        </g>
      ))}
      {y.ticks(5).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line className={styles.grid} x1={left} x2={right} />
          <text x={left - 6} dy="0.32em" textAnchor="end">{yFormat(tick)}</text>
        </g>
      ))}
      <path className={styles.axis} d={`M${left} ${top}V${bottom}H${right}`} />
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} ${bottom})`}>
          <line className={styles.axis} y2={4} />
          <text y={15} textAnchor="middle">{tick}</text>
        </g>
      ))}
      <text className={styles.axisTitle} x={right} y={bottom + 30} textAnchor="end">Iteration</text>
      <text className={styles.axisTitle} x={0} y={10}>{yTitle}</text>
    </g>
  );
});
