// A word that opens one of the drawers below the question, or closes it.
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import type { Drawer } from '../state/store.ts';
import styles from './controls.module.css';

export function Opener({ drawer, label, children }: { drawer: Drawer; label?: string; children: ReactNode }) {
  const explorer = useExplorer();
  const open = usePage((state) => state.drawer === drawer);
  return (
    <button type="button" className={styles.disclosure} aria-expanded={open} aria-controls="question-drawer" aria-label={label} onClick={() => explorer.open(open ? null : drawer)}>
      {children} <ChevronDown size={14} aria-hidden="true" />
    </button>
  );
}
