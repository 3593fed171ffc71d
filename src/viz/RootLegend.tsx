// What a colour means where it follows the square root of a count, so that few beside many can still be told apart.
import { useMemo } from 'react';
import { rootTicks } from './confusion.ts';
import { FIRST, LAST, palette } from './palette.ts';
import { useTheme } from './useTheme.ts';
import styles from './picture.module.css';

const WIDTH = 168;
/** Colours of the bar between which the browser blends. */
const STOPS = 16;

export function RootLegend({ label, largest }: { label: string; largest: number }) {
  const theme = useTheme();
  const { css } = palette('sequential', theme);
  const bar = useMemo(() => `linear-gradient(to right, ${Array.from({ length: STOPS + 1 }, (_, k) => css[FIRST + Math.round((k / STOPS) * (LAST - FIRST))]).join(', ')})`, [css]);
  const place = (value: number): number => (largest > 0 ? WIDTH * Math.sqrt(value / largest) : 0);
  const anchor = (value: number): 'start' | 'middle' | 'end' => (value === 0 ? 'start' : value === largest ? 'end' : 'middle');
  return (
    <div className={styles.legend} role="img" aria-label={`${label}: colours from 0 to ${largest}, by its square root`} style={{ width: WIDTH }}>
      <div className={styles.legendLabel}>{label}</div>
      <div className={styles.legendBar} style={{ background: largest > 0 ? bar : css[FIRST] }} aria-hidden="true" />
      <svg className={styles.legendTicks} width={WIDTH} height={17} aria-hidden="true">
        {rootTicks(largest, WIDTH).map((tick) => (
          <g key={tick} transform={`translate(${place(tick)} 0)`}>
            <line y2={4} />
            <text y={14} textAnchor={anchor(tick)}>
              {tick}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
