// A word that opens one of the drawers below the question, or closes it.
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import type { Drawer } from '../state/store.ts';
import styles from './controls.module.css';

interface OpenerProps {
  drawer: Drawer;
  label?: string;
  /** One line about it. */
  help?: string;
  /** Id of what it opens. */
  controls?: string;
  children: ReactNode;
}

export function Opener({ drawer, label, help, controls = 'question-drawer', children }: OpenerProps) {
  const explorer = useExplorer();
  const open = usePage((state) => state.drawer === drawer);
  return (
    <button type="button" className={styles.disclosure} aria-expanded={open} aria-controls={controls} aria-label={label} title={help} onClick={() => explorer.open(open ? null : drawer)}>
      {children} <ChevronDown size={14} aria-hidden="true" />
    </button>
  );
}
