// The images behind the matrix, ranked: the mistakes of all classes, or what lies in the chosen cell. Choosing one chooses that digit.
import { ArrowUp, Undo2 } from 'lucide-react';
import type { Mistakes } from '../../../engine/protocol.ts';
import { formatPercent, formatShort, Thumbnails } from '../../../viz/index.ts';
import { useClassNames } from '../../digit/classNames.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { count } from '../../ui/format.ts';
import { listInWords, type MatrixCell } from './words.ts';
import styles from './Mistakes.module.css';

interface ImageListProps {
  answer: Mistakes;
  /** The cell that `answer` lists. */
  cell: MatrixCell | null;
  busy: boolean;
  onAll: () => void;
  onMore: () => void;
}

export function ImageList({ answer, cell, busy, onAll, onMore }: ImageListProps) {
  const explorer = useExplorer();
  const digits = usePage((state) => state.opened?.digits);
  const selected = usePage((state) => state.selection.digit);
  const names = useClassNames();
  const { list, listable, pixels, probabilities } = answer;
  if (!digits) return null;
  const chosen = list.find(({ index }) => index === selected);
  const sureness = (value: number) => (probabilities ? formatPercent(value) : formatShort(value));
  return (
    <section className={styles.list} aria-label="Images behind the matrix">
      <div className={styles.line}>
        <h3>{listInWords(cell, names, listable)}</h3>
        {cell && (
          <Button tone="quiet" icon={Undo2} onClick={onAll} title="Leave the chosen cell">
            All mistakes
          </Button>
        )}
      </div>
      <div className={styles.images} aria-busy={busy}>
        <Thumbnails
          label={listInWords(cell, names, listable)}
          pixels={pixels}
          height={digits.height}
          width={digits.width}
          items={list}
          names={names}
          remarks={list.map(({ answer: sure }) => sureness(sure))}
          selected={selected}
          onSelect={(digit) => void explorer.select({ digit })}
        />
      </div>
      <p className={styles.soft}>
        {chosen ? (
          <>
            Image {chosen.index} is chosen: {sureness(chosen.answer)} for {names[chosen.predicted]}
            {chosen.label !== chosen.predicted && `, ${sureness(chosen.truth)} for ${names[chosen.label]}, which it is`}.{' '}
            <a href="#digit">
              See it above <ArrowUp size={13} aria-hidden="true" />
            </a>
          </>
        ) : (
          listable > 0 && `Under each: what it is → what it is read as, and the ${probabilities ? 'probability' : 'output'} of that answer. Choose one to see it on the whole page.`
        )}
      </p>
      {list.length < listable && (
        <Button disabled={busy} onClick={onMore}>
          More of {count(listable)}
        </Button>
      )}
    </section>
  );
}
