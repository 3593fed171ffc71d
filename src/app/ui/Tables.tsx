// Tables of numbers: the room in which one scrolls, and the words that open some below them.
import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import styles from './table.module.css';

interface FrameProps {
  /** What it holds. */
  label: string;
  /** True for more than one, side by side. */
  several?: boolean;
  children: ReactNode;
}

/** Around a table: what scrolls must be reached by keyboard. */
export function TableFrame({ label, several = false, children }: FrameProps) {
  return (
    <div className={several ? `${styles.frame} ${styles.several}` : styles.frame} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** Made only while they are looked at: what they tell may change many times a second. */
export function TablesBelow({ summary, ...frame }: FrameProps & { summary: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.below} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {summary} <ChevronDown size={14} aria-hidden="true" />
      </summary>
      {open && <TableFrame {...frame} />}
    </details>
  );
}
