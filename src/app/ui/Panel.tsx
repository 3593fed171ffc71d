// One station of the page: a heading, what is in it, and a way back when drawing it fails.
import { RotateCcw } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { toEngineError } from '../engine/errors.ts';
import { Button } from './Button.tsx';
import styles from './Panel.module.css';

function Failed({ error, resetErrorBoundary }: FallbackProps) {
  return (
    <div role="alert" className={styles.failed}>
      <p>This part of the page could not be drawn: {toEngineError(error).message}</p>
      <Button icon={RotateCcw} onClick={resetErrorBoundary}>
        Draw it again
      </Button>
    </div>
  );
}

interface PanelProps {
  title: string;
  /** Small words beside the heading. */
  aside?: ReactNode;
  className?: string;
  /** True while new content is on its way; the old stays. */
  busy?: boolean;
  id: string;
  children: ReactNode;
}

export function Panel({ title, aside, className, busy = false, id, children }: PanelProps) {
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} aria-busy={busy} className={`${styles.panel} ${className ?? ''}`}>
      <header className={styles.head}>
        <h2 id={heading}>{title}</h2>
        {aside}
      </header>
      <ErrorBoundary FallbackComponent={Failed}>{children}</ErrorBoundary>
    </section>
  );
}

/** A grey stand-in of the size that the picture will have. */
export function Skeleton({ height, label }: { height: number; label: string }) {
  return (
    <div className={styles.skeleton} style={{ height }} role="status">
      <span className="visually-hidden">{label}</span>
    </div>
  );
}
