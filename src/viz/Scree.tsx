// Singular values from the largest down, on a logarithmic scale: the part that can be trusted, the tolerance of the rank, one chosen.
import { scaleLinear } from 'd3';
import { useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { moveInGrid } from './roving.ts';
import { tickText, timeFrame, valueAxis } from './timePlot.ts';
import { useWidth } from './useWidth.ts';
import curve from './curve.module.css';
import styles from './structure.module.css';

export interface ScreeProps {
  title: string;
  /** Falling. Zeros lie on the axis. */
  values: ArrayLike<number>;
  /** Below it values are rounding. */
  floor: number;
  /** Above it they count for the rank. */
  tolerance: number;
  selected: number | null;
  onSelect: (index: number) => void;
  /** Small words about a value, such as whose it is. */
  remark?: (index: number) => string;
  height?: number;
  caption?: ReactNode;
}

interface Pointed {
  index: number;
  live: boolean;
}

export function Scree({ title, values, floor, tolerance, selected, onSelect, remark, height = 260, caption }: ScreeProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const count = values.length;
  const frame = useMemo(() => timeFrame(width, height), [width, height]);
  const x = useMemo(() => scaleLinear([0.5, Math.max(1.5, count + 0.5)], [frame.left, frame.right]), [count, frame]);
  // Room for a little of what is below the floor, not for all its decades.
  const y = useMemo(() => valueAxis(Array.from(values, (value) => Math.max(value, floor / 10)), 'log', frame), [values, floor, frame]);
  const at = (value: number): number => (value > 0 ? Math.min(frame.bottom, y.scale(value)) : frame.bottom);
  const shown = pointed?.index ?? selected;
  const trusted = useMemo(() => Array.from(values).filter((value) => value > floor).length, [values, floor]);
  const nearest = (event: PointerEvent<HTMLElement>): number => Math.max(0, Math.min(count - 1, Math.round(x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left)) - 1));
  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const from = shown ?? 0;
    const chooses = event.key === 'Enter' || event.key === ' ';
    const page = event.key === 'PageDown' ? 10 : event.key === 'PageUp' ? -10 : 0;
    const next = chooses ? from : page !== 0 ? Math.max(0, Math.min(count - 1, from + page)) : moveInGrid(from, count, 1, event.key);
    if (next === null) return;
    event.preventDefault();
    setPointed({ index: next, live: true });
    if (chooses) onSelect(next);
  };
  const said = (index: number): string => `σ${index + 1} = ${formatExact(values[index])}${values[index] <= floor ? ', no more than rounding' : ''}${remark ? `, ${remark(index)}` : ''}`;
  return (
    <Picture
      title={title}
      readOut={
        <ReadOut
          where={shown === null ? undefined : `${pointed ? '' : 'chosen: '}σ${shown + 1}${remark ? `, ${remark(shown)}` : ''}${values[shown] <= floor ? ', no more than rounding' : ''}`}
          value={shown === null ? undefined : formatExact(values[shown])}
          idle="Point at a value to read it, choose one to see its directions."
          long
          live={pointed?.live ?? false}
        />
      }
      caption={caption}
      table={{ columns: ['number', 'singular value', 'note'], *rows() { for (let k = 0; k < count; k++) yield [k + 1, values[k], `${remark?.(k) ?? ''}${values[k] <= floor ? ' no more than rounding' : ''}`.trim()]; } }}
    >
      <div
        ref={ref}
        className={`${curve.plot} ${styles.scree}`}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={`${title}. ${count} values on a logarithmic scale, from ${formatShort(values[0] ?? 0)} down to ${formatShort(values[count - 1] ?? 0)}; ${trusted} of them more than rounding.`}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={(shown ?? 0) + 1}
        aria-valuetext={count === 0 ? 'none' : said(shown ?? 0)}
        onPointerMove={(event) => count > 0 && setPointed({ index: nearest(event), live: false })}
        onPointerLeave={() => setPointed(null)}
        onClick={(event) => count > 0 && onSelect(nearest(event as unknown as PointerEvent<HTMLElement>))}
        onBlur={() => setPointed(null)}
        onKeyDown={keys}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <g className={curve.axes}>
              {y.ticks.map((tick) => (
                <g key={tick} transform={`translate(0 ${y.scale(tick)})`}>
                  <line className={curve.grid} x1={frame.left} x2={frame.right} />
                  <text x={frame.left - 6} dy="0.32em" textAnchor="end">{tickText(tick)}</text>
                </g>
              ))}
              <rect className={styles.rounding} x={frame.left} y={at(floor)} width={frame.right - frame.left} height={Math.max(0, frame.bottom - at(floor))} />
              <path className={curve.axis} d={`M${frame.left} ${frame.top}V${frame.bottom}H${frame.right}`} />
              {x.ticks(Math.min(count, Math.max(2, Math.floor((frame.right - frame.left) / 64)))).filter((tick) => Number.isInteger(tick) && tick >= 1 && tick <= count).map((tick) => (
                <g key={tick} transform={`translate(${x(tick)} ${frame.bottom})`}>
                  <line className={curve.axis} y2={4} />
                  <text y={15} textAnchor="middle">{tick}</text>
                </g>
              ))}
              <text className={curve.axisTitle} x={frame.right} y={frame.bottom + 30} textAnchor="end">Number of the value</text>
              <text className={curve.axisTitle} x={0} y={10}>Singular value σ</text>
            </g>
            {tolerance > 0 && at(tolerance) < frame.bottom && (
              <g className={styles.tolerance}>
                <line x1={frame.left} x2={frame.right} y1={at(tolerance)} y2={at(tolerance)} />
                <text x={frame.left + 6} y={at(tolerance) - 4}>tolerance of the rank</text>
              </g>
            )}
            {floor > 0 && frame.bottom - at(floor) > 14 && <text className={styles.roundingName} x={frame.left + 6} y={frame.bottom - 5}>no more than rounding</text>}
            {Array.from(values, (value, k) => (
              <circle key={k} className={value > floor ? styles.value : styles.lost} cx={x(k + 1)} cy={at(value)} r={count > 200 ? 1.75 : 3} />
            ))}
            {selected !== null && selected < count && <circle className={styles.selected} cx={x(selected + 1)} cy={at(values[selected])} r={6} />}
            {pointed && <circle className={styles.pointed} cx={x(pointed.index + 1)} cy={at(values[pointed.index])} r={5} />}
          </svg>
        )}
      </div>
    </Picture>
  );
}
