// Back to the last selection and forth again, by buttons and by the usual keys.
import { Redo2, Undo2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useExplorer, usePage } from './state/ExplorerContext.ts';
import type { Selection } from './state/store.ts';
import { differing, nearest } from './state/undo.ts';
import styles from './Header.module.css';

const words: Record<keyof Selection, string> = { digit: 'the digit', of: 'the layer', wrt: 'the parameters', batchNorm: 'the batch norm', unit: 'the unit', parameter: 'the parameter', mode: 'what the maps show' };

/** What stands first in this order says enough: another layer brings another unit with it. */
const order: readonly (keyof Selection)[] = ['digit', 'of', 'wrt', 'batchNorm', 'unit', 'parameter', 'mode'];

const mac = /Mac|iP(hone|ad|od)/.test(navigator.platform);
const keys = mac ? { undo: '⌘Z', redo: '⇧⌘Z' } : { undo: 'Ctrl+Z', redo: 'Ctrl+Y' };

/** Fields have an undo of their own. */
function isText(target: EventTarget | null): boolean {
  const field = target instanceof HTMLInputElement && !['button', 'checkbox', 'color', 'file', 'radio', 'range'].includes(target.type);
  return field || target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

/** `undo`, `redo`, or null for any other key. */
function commandOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): 'undo' | 'redo' | null {
  const letter = key.toLowerCase();
  if (altKey || ctrlKey === metaKey) return null;
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && ctrlKey && !shiftKey ? 'redo' : null;
}

/** In words what going to the nearest of `selections` changes; null where there is nowhere to go. */
function useChange(selections: readonly Selection[]): string | null {
  const selection = usePage((state) => state.selection);
  return useMemo(() => {
    const found = nearest(selections, selection);
    const parts = found && differing(found.next, selection);
    return parts && words[order.find((part) => parts.includes(part))!];
  }, [selections, selection]);
}

export function UndoButtons() {
  const explorer = useExplorer();
  const change = { undo: useChange(usePage((state) => state.history.past)), redo: useChange(usePage((state) => state.history.future)) };
  const [said, say] = useState('');
  const go = (command: 'undo' | 'redo') => {
    if (change[command] === null) return;
    say(`${command === 'undo' ? 'Undone' : 'Done again'}: the choice of ${change[command]}.`);
    void explorer[command]();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event);
      if (!command || event.defaultPrevented || isText(event.target)) return;
      event.preventDefault();
      go(command);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <span className={styles.themes} role="group" aria-label="Choices made">
      {(['undo', 'redo'] as const).map((command) => {
        const Icon = command === 'undo' ? Undo2 : Redo2;
        const name = `${command === 'undo' ? 'Undo' : 'Redo'}${change[command] === null ? '' : ` the choice of ${change[command]}`}`;
        return (
          // Not `disabled`: who presses it until nothing is left keeps the focus.
          <button key={command} type="button" className={styles.theme} aria-disabled={change[command] === null} aria-label={name} title={`${name} (${keys[command]})`} onClick={() => go(command)}>
            <Icon size={16} aria-hidden="true" />
          </button>
        );
      })}
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </span>
  );
}
