// The way into the tour, in the header: on a first visit with a word of invitation that can be put away.
import { Signpost, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import controls from '../ui/controls.module.css';
import { declineTour, openTour, tourStore } from './progress.ts';
import styles from './TourButton.module.css';

const Tour = lazy(() => import('./Tour.tsx'));

export function TourButton() {
  const { open, step, met } = useStore(tourStore);
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(open);
  // The card takes the focus with it when it goes, unless the visitor has put it elsewhere.
  useEffect(() => {
    if (was.current && !open && document.activeElement === document.body) button.current?.focus();
    was.current = open;
  }, [open]);
  return (
    <span className={styles.tour}>
      {!met && <span className={styles.invitation}>New here?</span>}
      <button ref={button} type="button" className={controls.disclosure} onClick={openTour} aria-expanded={open} data-testid="take-tour">
        <Signpost size={15} aria-hidden="true" />
        {step === null || open ? 'Take the tour' : 'Resume the tour'}
      </button>
      {!met && (
        <button type="button" className={styles.away} onClick={declineTour} aria-label="No tour, thank you" title="No tour, thank you">
          <X size={14} aria-hidden="true" />
        </button>
      )}
      {open && (
        <Suspense>
          <Tour />
        </Suspense>
      )}
    </span>
  );
}
