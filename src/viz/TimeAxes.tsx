// The ground of a plot over iterations: grid lines, both axes, and a cursor. SVG.
import type { ScaleLinear } from 'd3';
import { memo } from 'react';
import type { Frame } from './CurveAxes.tsx';
import { tickText, type ValueAxis } from './timePlot.ts';
import styles from './curve.module.css';

interface Props {
  x: ScaleLinear<number, number>;
  frame: Frame;
  /** Null for rows that are no numbers' places. */
  y: ValueAxis | null;
  yTitle?: string;
}

export const TimeAxes = memo(function TimeAxes({ x, y, frame, yTitle }: Props) {
  const { left, right, top, bottom } = frame;
  const ticks = x.ticks(Math.max(2, Math.floor((right - left) / 64))).filter(Number.isInteger);
  return (
    <g className={styles.axes}>
      {y?.ticks.map((tick) => (
        <g key={tick} transform={`translate(0 ${y.scale(tick)})`}>
          <line className={styles.grid} x1={left} x2={right} />
          <text x={left - 6} dy="0.32em" textAnchor="end">{tickText(tick)}</text>
        </g>
      ))}
      <path className={styles.axis} d={y ? `M${left} ${top}V${bottom}H${right}` : `M${left} ${bottom}H${right}`} />
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} ${bottom})`}>
          <line className={styles.axis} y2={4} />
          <text y={15} textAnchor="middle">{tick}</text>
        </g>
      ))}
      <text className={styles.axisTitle} x={right} y={bottom + 30} textAnchor="end">Iteration</text>
      {yTitle && <text className={styles.axisTitle} x={0} y={10}>{yTitle}</text>}
    </g>
  );
});
