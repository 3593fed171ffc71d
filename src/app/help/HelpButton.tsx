// Opens the sheet of keys, by a button or by its own key; and the tour by its key. The sheet is loaded when it is opened.
import { Keyboard } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { openTour } from '../tour/progress.ts';
import styles from '../Header.module.css';
import { helpKey, letterKeys, takesLetters, tourKey } from './letterKeys.ts';

const HelpSheet = lazy(() => import('./HelpSheet.tsx'));

function takeTour(): void {
  openTour();
  document.querySelector<HTMLElement>('[data-testid="tour"]')?.focus();
}

export function HelpButton() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesLetters(event.target) || !letterKeys.getState().on) return;
      const does = { [helpKey]: () => setOpen(true), [tourKey]: takeTour }[event.key];
      if (!does) return;
      event.preventDefault();
      does();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className={styles.theme} aria-label="Keys of this page" title="Keys of this page (?)" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Keyboard size={16} aria-hidden="true" />
      </button>
      {open && (
        <Suspense>
          <HelpSheet onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
