// A few numbers, one line each: a name, a bar from zero to the number's own side, and the number. Choosable, or only to be read.
import { useId, useMemo, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Picture } from './Picture.tsx';
import { moveInGrid } from './roving.ts';
import { symmetricDomain } from './scale.ts';
import { listTable } from './tables.ts';
import line from './barRow.module.css';
import styles from './bars.module.css';

export interface UnitBarsProps {
  title: string;
  values: ArrayLike<number>;
  /** What stands before the number of each; default its index. */
  name?: (index: number) => string;
  /** Small words behind the number. */
  mark?: (index: number) => string;
  /** Length of the longest bar possible; default the largest of the values. For bars that are to be compared. */
  most?: number;
  selected: number | null;
  /** Without it the lines can only be read. */
  onSelect?: (index: number) => void;
  onHover?: (index: number | null) => void;
  caption?: ReactNode;
}

/** Where a bar begins and how long it is, in hundredths of the track; zero lies in the middle where there are both signs, or may be among those it is compared with. */
export function barOf(value: number, values: ArrayLike<number>, longest?: number): { left: number; width: number } {
  const most = longest ?? symmetricDomain(values)[1];
  if (!(most > 0) || !Number.isFinite(value)) return { left: 0, width: 0 };
  const signed = longest !== undefined || Array.from(values).some((each) => each < 0);
  const width = (Math.abs(value) / most) * (signed ? 50 : 100);
  return { left: signed ? (value < 0 ? 50 - width : 50) : 0, width };
}

export function UnitBars({ title, values, name = String, mark, most, selected, onSelect, onHover, caption }: UnitBarsProps) {
  const list = useRef<HTMLUListElement>(null);
  const base = useId();
  const bars = useMemo(() => Array.from(values, (value) => barOf(value, values, most)), [values, most]);
  const stop = selected ?? 0;
  const markWidth = useMemo(() => bars.reduce((most, _bar, k) => Math.max(most, mark?.(k).length ?? 0), 0), [bars, mark]);
  const nameWidth = useMemo(() => Math.min(22, bars.reduce((most, _bar, k) => Math.max(most, name(k).length), 2)), [bars, name]);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>): void => {
    if (event.altKey || event.metaKey) return;
    const rows = [...list.current!.children] as HTMLElement[];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const chooses = onSelect && at >= 0 && (event.key === 'Enter' || event.key === ' ');
    const next = moveInGrid(at, rows.length, 1, event.key);
    if (next === null && !chooses) return;
    event.preventDefault();
    if (chooses) onSelect(at);
    else rows[next!].focus();
  };
  return (
    <Picture title={title} caption={caption} table={listTable(values, mark ? ['name', 'value', 'note'] : ['name', 'value'], name, mark)}>
      <ul ref={list} role={onSelect ? 'listbox' : 'list'} aria-label={title} className={onSelect ? `${styles.list} ${styles.choosable}` : styles.list} style={{ '--name': `${nameWidth}ch`, '--mark': `${markWidth}ch` } as CSSProperties} onKeyDown={onKeyDown} onPointerLeave={() => onHover?.(null)}>
        {Array.from(values, (value, k) => (
          <li
            key={k}
            id={`${base}-${k}`}
            role={onSelect ? 'option' : undefined}
            aria-selected={onSelect ? k === selected : undefined}
            aria-label={`${name(k)}: ${formatExact(value)}${mark?.(k) ? `, ${mark(k)}` : ''}`}
            tabIndex={k === stop ? 0 : -1}
            className={k === selected ? `${line.row} ${line.strong} ${styles.chosen}` : line.row}
            title={formatExact(value)}
            onClick={() => onSelect?.(k)}
            onPointerMove={() => onHover?.(k)}
            onFocus={() => onHover?.(k)}
            onBlur={() => onHover?.(null)}
          >
            <span className={line.name}>{name(k)}</span>
            <span className={line.track}>
              {bars[k].width > 0 && <span className={`${line.bar} ${value < 0 ? styles.negative : styles.positive}`} style={{ left: `${bars[k].left}%`, width: `${bars[k].width}%` }} />}
            </span>
            <span className={line.number}>{formatShort(value, 4)}</span>
            <span className={line.mark}>{mark?.(k)}</span>
          </li>
        ))}
      </ul>
    </Picture>
  );
}
