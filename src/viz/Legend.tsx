// What a colour means: a bar of the scale with numbers at round values.
import { scaleLinear } from 'd3';
import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { formatShort, formatTick } from './format.ts';
import type { PaletteKind } from './palette.ts';
import { colourise, scaleOf, type ColourScale, type Domain } from './scale.ts';
import { legendTicks, tickAnchor } from './ticks.ts';
import { useTheme } from './useTheme.ts';
import { usePixelRatio, useWidth } from './useWidth.ts';
import styles from './picture.module.css';

export interface LegendProps {
  kind: PaletteKind;
  domain: Domain;
  label: string;
  /** One line, the two ends only. */
  compact?: boolean;
  width?: number;
}

/** The scale itself, a device pixel at a time; one flat colour where the domain has no width. */
function Bar({ scale, width }: { scale: ColourScale; width: number }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const count = Math.max(1, Math.round(width * usePixelRatio()));
  useLayoutEffect(() => {
    const [low, high] = scale.domain;
    const values = Float64Array.from({ length: count }, (_, k) => low + ((high - low) * (k + 0.5)) / count);
    const image = new ImageData(new Uint8ClampedArray(colourise(values, scale).buffer), count, 1);
    ref.current?.getContext('2d')?.putImageData(image, 0, 0);
  }, [scale, count]);
  return <canvas ref={ref} className={styles.legendBar} style={{ width }} width={count} height={1} aria-hidden="true" />;
}

/** A gradient bar with numbers. A domain without width says so. */
export const Legend = memo(function Legend({ kind, domain, label, compact = false, width = 168 }: LegendProps) {
  const theme = useTheme();
  const [from, to] = domain;
  const scale = useMemo(() => scaleOf(kind, [from, to], theme), [kind, from, to, theme]);
  const [low, high] = scale.domain;
  const summary = high > low ? `${label}: colours from ${formatShort(low)} to ${formatShort(high)}` : `${label}: ${formatTick(low)} everywhere`;
  if (compact) {
    return (
      <span className={styles.compact} role="img" aria-label={summary}>
        {formatShort(low)} <Bar scale={scale} width={48} /> {formatShort(high)}
      </span>
    );
  }
  return <Scaled scale={scale} label={label} summary={summary} most={width} />;
});

/** Takes the width that it is given, up to `most`, and thins its numbers out to fit. */
function Scaled({ scale, label, summary, most }: { scale: ColourScale; label: string; summary: string; most: number }) {
  const [ref, measured] = useWidth<HTMLDivElement>();
  const width = measured || most;
  const [low, high] = scale.domain;
  const position = scaleLinear([low, high > low ? high : low + 1], [0, width]);
  return (
    <div ref={ref} className={styles.legend} role="img" aria-label={summary} style={{ width: most }}>
      <div className={styles.legendLabel}>{label}</div>
      <Bar scale={scale} width={width} />
      <svg className={styles.legendTicks} width={width} height={17} aria-hidden="true">
        {legendTicks(scale.domain, width).map((tick) => (
          <g key={tick} transform={`translate(${position(tick)} 0)`}>
            <line y2={4} />
            <text y={14} textAnchor={tickAnchor(position(tick), width)}>
              {formatTick(tick)}
              {high > low ? '' : ' everywhere'}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
