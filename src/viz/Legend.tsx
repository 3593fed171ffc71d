// What a colour means: a bar of the scale with numbers at round values.
import { scaleLinear } from 'd3';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { formatShort, formatTick } from './format.ts';
import { FIRST, LAST, type PaletteKind } from './palette.ts';
import { scaleOf, type ColourScale, type Domain } from './scale.ts';
import { legendTicks } from './ticks.ts';
import { useTheme } from './useTheme.ts';
import styles from './picture.module.css';

export interface LegendProps {
  kind: PaletteKind;
  domain: Domain;
  label: string;
  /** One line, the two ends only. */
  compact?: boolean;
  width?: number;
}

/** The scale itself; one flat colour where the domain has no width. */
function Bar({ scale }: { scale: ColourScale }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const entries = scale.palette.pixels.slice(FIRST, LAST + 1);
    if (scale.domain[0] === scale.domain[1]) entries.fill(scale.palette.pixels[scale.index(scale.domain[0])]);
    const image = new ImageData(new Uint8ClampedArray(entries.buffer), entries.length, 1);
    ref.current?.getContext('2d')?.putImageData(image, 0, 0);
  }, [scale]);
  return <canvas ref={ref} className={styles.legendBar} width={LAST - FIRST + 1} height={1} aria-hidden="true" />;
}

/** A gradient bar with numbers. A domain without width says so. */
export function Legend({ kind, domain, label, compact = false, width = 168 }: LegendProps) {
  const theme = useTheme();
  const [from, to] = domain;
  const scale = useMemo(() => scaleOf(kind, [from, to], theme), [kind, from, to, theme]);
  const [low, high] = scale.domain;
  const summary = high > low ? `${label}: colours from ${formatShort(low)} to ${formatShort(high)}` : `${label}: ${formatTick(low)} everywhere`;
  if (compact) {
    return (
      <span className={styles.compact} role="img" aria-label={summary}>
        {formatShort(low)} <Bar scale={scale} /> {formatShort(high)}
      </span>
    );
  }
  const position = scaleLinear([low, high > low ? high : low + 1], [0, width]);
  return (
    <div className={styles.legend} role="img" aria-label={summary} style={{ width }}>
      <div className={styles.legendLabel}>{label}</div>
      <Bar scale={scale} />
      <svg className={styles.legendTicks} width={width} height={17} aria-hidden="true">
        {legendTicks(scale.domain, width).map((tick) => (
          <g key={tick} transform={`translate(${position(tick)} 0)`}>
            <line y2={4} />
            <text y={14} textAnchor={position(tick) < 10 ? 'start' : position(tick) > width - 10 ? 'end' : 'middle'}>
              {formatTick(tick)}{high > low ? '' : ' everywhere'}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
