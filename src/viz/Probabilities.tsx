// What the network answers: one bar a class, with its number; the answer and the truth are marked in words.
import { useState, type CSSProperties, type KeyboardEvent } from 'react';
import { formatExact, formatPercent } from './format.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { moveInGrid } from './roving.ts';
import { listTable } from './tables.ts';
import line from './barRow.module.css';
import styles from './probabilities.module.css';

export interface ProbabilitiesProps {
  title: string;
  /** One a class, summing to one. */
  values: ArrayLike<number>;
  predicted: number;
  /** The true class; null where it is not known. */
  label: number | null;
  /** Of the classes, by number; their numbers where left out. */
  names?: readonly string[];
}

/** Longer names are cut, so that the bars keep room. */
const widest = 9;

function remark(k: number, predicted: number, label: number | null): string {
  if (k === predicted) return k === label ? 'right' : 'read as';
  return k === label ? 'true' : '';
}

export function Probabilities({ title, values, predicted, label, names }: ProbabilitiesProps) {
  const [active, setActive] = useState<number | null>(null);
  const [stop, setStop] = useState(predicted);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>): void => {
    const rows = [...event.currentTarget.children] as HTMLElement[];
    const next = moveInGrid(rows.indexOf(document.activeElement as HTMLElement), rows.length, 1, event.key);
    if (next === null || event.altKey || event.metaKey) return;
    event.preventDefault();
    rows[next].focus();
  };
  const list = Array.from(values);
  const nameOf = (k: number): string => names?.[k] ?? String(k);
  const letters = Math.min(widest, Math.max(...list.map((_, k) => nameOf(k).length)));
  return (
    <Picture
      title={title}
      readOut={
        <ReadOut
          where={active === null ? undefined : `probability of ${nameOf(active)}`}
          value={active === null ? undefined : formatExact(list[active])}
          idle={`Read as ${nameOf(predicted)}${label === null ? '' : label === predicted ? ', which is right' : `, but it is a ${nameOf(label)}`}.`}
        />
      }
      table={listTable(list, ['class', 'probability', 'note'], nameOf, (k) => remark(k, predicted, label))}
    >
      <ul className={styles.list} style={letters > 1 ? ({ '--name': `${letters}ch` } as CSSProperties) : undefined} aria-label={title} onKeyDown={onKeyDown} onPointerLeave={() => setActive(null)}>
        {list.map((value, k) => (
          <li
            key={k}
            className={k === predicted ? `${line.row} ${line.strong}` : line.row}
            tabIndex={k === Math.min(stop, list.length - 1) ? 0 : -1}
            aria-label={`${nameOf(k)}: ${formatPercent(value)}${remark(k, predicted, label) && `, ${remark(k, predicted, label)}`}`}
            onFocus={() => { setActive(k); setStop(k); }}
            onBlur={() => setActive(null)}
            onPointerMove={() => setActive(k)}
          >
            <span className={line.name} title={nameOf(k)}>
              {nameOf(k)}
            </span>
            <span className={line.track}>
              <span className={`${line.bar} ${k === predicted ? styles.answer : styles.other}`} style={{ width: `${100 * Math.max(0, Math.min(1, value))}%` }} />
            </span>
            <span className={line.number}>{formatPercent(value)}</span>
            <span className={line.mark}>{remark(k, predicted, label)}</span>
          </li>
        ))}
      </ul>
    </Picture>
  );
}
