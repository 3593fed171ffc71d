// The line at the iteration that is read, and the key to the curve's three lines.
import type { Frame } from './CurveAxes.tsx';
import styles from './curve.module.css';

/** A hair line with dots: the batch's value first, then the validation's, each null where there is none. */
export function CurveCursor({ x, frame, dots }: { x: number; frame: Frame; dots: readonly (number | null)[] }) {
  return (
    <g>
      <line className={styles.hair} x1={x} x2={x} y1={frame.top} y2={frame.bottom} />
      {dots.map((y, k) => y !== null && <circle key={k} className={k === 0 ? styles.dot : styles.dotInk} cx={x} cy={y} r={4} />)}
    </g>
  );
}

const ENTRIES = [
  { name: 'each batch', line: styles.raw },
  { name: 'smoothed', line: styles.smoothed },
  { name: 'validation', line: styles.validation },
];

export function CurveKey({ compared }: { compared: string | null }) {
  const entries = compared === null ? ENTRIES : [...ENTRIES, { name: compared, line: styles.other }];
  return (
    <ul className={styles.key}>
      {entries.map(({ name, line }) => (
        <li key={name}>
          <svg width={22} height={10} aria-hidden="true">
            <path className={line} d="M1 5H21" />
            {name === 'validation' && <circle className={styles.marker} cx={11} cy={5} r={3} />}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
