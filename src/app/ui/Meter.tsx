// How far something is, as a thin bar. Its words stand beside it.
import styles from './controls.module.css';

/** `value` from 0 to 1. */
export function Meter({ label, value }: { label: string; value: number }) {
  return <progress className={styles.meter} aria-label={label} max={1} value={Math.min(1, Math.max(0, value))} />;
}
