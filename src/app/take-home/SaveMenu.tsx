// The ways to save a picture: its pixels, its drawing, its numbers. Loaded when somebody first opens it.
import { DropdownMenu } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import type { PictureTable, PictureToolsProps } from '../../viz/index.ts';
import { report } from '../state/context.ts';
import { useExplorer } from '../state/ExplorerContext.ts';
import { saveAs, type Kind } from './saveAs.ts';
import { tableOf } from './tableOf.ts';
import styles from './SaveButton.module.css';

const drawings = [
  { kind: 'png', words: 'Picture' },
  { kind: 'svg', words: 'Drawing' },
] as const;

interface Props extends PictureToolsProps {
  picture: boolean;
  /** The button that opens it. */
  children: ReactNode;
}

/** Looked for when the menu opens: what a picture shows, and whether there are numbers behind it, may have changed. */
function Entries({ figure, table, picture, onSave }: Pick<Props, 'figure' | 'table' | 'picture'> & { onSave: (kind: Kind, table: PictureTable | null) => void }) {
  const [numbers] = useState(() => table ?? tableOf(figure.current));
  const entries: readonly { kind: Kind; words: string }[] = [...(picture ? drawings : []), ...(numbers ? [{ kind: 'csv', words: 'Numbers' } as const] : [])];
  return entries.map(({ kind, words }) => (
    <DropdownMenu.Item key={kind} className={styles.item} onSelect={() => onSave(kind, numbers)}>
      {words} <span className={styles.kind}>{kind.toUpperCase()}</span>
    </DropdownMenu.Item>
  ));
}

export default function SaveMenu({ figure, title, table, picture, children }: Props) {
  const explorer = useExplorer();
  const [said, setSaid] = useState('');
  const save = async (kind: Kind, numbers: PictureTable | null) => {
    try {
      setSaid(`Saved ${await saveAs(kind, { figure: figure.current!, title, table: numbers }, explorer)}`);
    } catch (error) {
      report(explorer.store, error);
    }
  };
  return (
    <>
      <DropdownMenu.Root defaultOpen modal={false}>
        <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={styles.menu} align="start" sideOffset={4} collisionPadding={8} aria-label={`Save: ${title}`}>
            <Entries figure={figure} table={table} picture={picture} onSave={(kind, numbers) => void save(kind, numbers)} />
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
