// One station of the page: a heading, what is in it, and a way back when drawing it fails.
import { RotateCcw } from 'lucide-react';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { toEngineError } from '../engine/errors.ts';
import { usePage } from '../state/ExplorerContext.ts';
import { Button } from './Button.tsx';
import styles from './Panel.module.css';

/** Stands where something could not be drawn. */
export function Failed({ error, resetErrorBoundary }: FallbackProps) {
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
  /** True where new content may be on its way; the old stays meanwhile. */
  waits?: boolean;
  id: string;
  children: ReactNode;
}

/** A wait shorter than this many milliseconds keeps its pointer: a cursor is inherited, so each change restyles the panel. */
const patience = 300;

function useSlow(busy: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setSlow(true), patience);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [busy]);
  return slow;
}

export function Panel({ title, aside, className, waits = false, id, children }: PanelProps) {
  const heading = useId();
  // Read here and not by what is inside, which need not be drawn again for it.
  const busy = usePage((state) => waits && state.busy);
  const slow = useSlow(busy);
  return (
    <section id={id} aria-labelledby={heading} aria-busy={busy} data-slow={slow} className={`${styles.panel} ${className ?? ''}`}>
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

/** The same for what comes with the Jacobian. While the visitor is asked whether to compute it, it says so: nothing is on its way then. */
export function Awaited({ height, label, name }: { height: number; label: string; name: string }) {
  const asking = usePage((state) => state.asking !== null);
  if (!asking) return <Skeleton height={height} label={label} />;
  return (
    <div className={styles.skeleton} style={{ height }}>
      <p className={styles.unasked}>{name} will be here once the Jacobian is computed. It may take long on this device, so say above whether to begin.</p>
    </div>
  );
}
