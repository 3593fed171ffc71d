// What the network reads wrongly: the confusion matrix of the weights on show, and the images behind it.
import { useState } from 'react';
import { ConfusionMatrix } from '../../../viz/index.ts';
import { useClassNames } from '../../digit/classNames.ts';
import { useTellsClasses } from '../../digit/useTellsClasses.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Panel.tsx';
import { useViewText } from '../useViewOption.ts';
import { ImageList } from './ImageList.tsx';
import { Status } from './Status.tsx';
import { Tables } from './Tables.tsx';
import { useMistakes } from './useMistakes.ts';
import { cellText, parseCell, scoreInWords, type MatrixCell } from './words.ts';
import styles from './Mistakes.module.css';

const page = 24;
/** More classes than this need a wider matrix. */
const many = 20;

/** Choosing a cell also leaves its images, and no others, in the digit chooser; leaving it undoes that. */
function useCell(classes: number): [MatrixCell | null, (cell: MatrixCell | null) => void] {
  const explorer = useExplorer();
  const [text, setText] = useViewText('mistakes', 'cell');
  const cell = parseCell(text, classes);
  const choose = (next: MatrixCell | null) => {
    setText(next && cellText(next));
    const { filter } = explorer.store.getState().browsing;
    const ours = cell && filter.label === cell.label && filter.predicted === cell.predicted;
    if (next) void explorer.setFilter({ ...next, outcome: 'any', split: 'validated' });
    else if (ours) void explorer.setFilter({ label: null, predicted: null, outcome: 'any', split: 'any' });
  };
  return [cell, choose];
}

function Mistakes() {
  const names = useClassNames();
  const [cell, choose] = useCell(names.length);
  const [count, setCount] = useState(page);
  const answered = useMistakes(cell, count);
  const { answer, of, busy } = answered;
  const toggle = (next: MatrixCell | null) => {
    setCount(page);
    choose(next && cell && cellText(next) === cellText(cell) ? null : next);
  };
  const fits = answer !== null && answer.classes === names.length;
  return (
    <div className={styles.view} data-revision={answer?.revision}>
      <p className={styles.score} aria-live="polite" data-testid="mistakes-score">
        {fits ? scoreInWords(answer) : ''}
      </p>
      <Status {...answered} />
      {fits ? (
        <div className={styles.columns} data-many={names.length > many}>
          <div className={styles.matrix}>
            <ConfusionMatrix
              title="What each class is read as"
              counts={answer.counts}
              names={names}
              selected={cell}
              onSelect={toggle}
              caption="The diagonal is what is read rightly; colours are of the mistakes alone. Choose a cell to see its images here and in the digit chooser above."
            />
            <Tables answer={answer} names={names} />
          </div>
          <ImageList answer={answer} cell={of?.cell ?? null} busy={busy} onAll={() => toggle(null)} onMore={() => setCount((before) => 2 * before)} />
        </div>
      ) : (
        <Skeleton height={480} label="What is read as what is on its way" />
      )}
    </div>
  );
}

/** Nothing is right or wrong where outputs and classes are not the same many. */
function NoClasses() {
  const outputs = usePage(({ run }) => run?.layers.at(-1)?.shape.reduce((product, size) => product * size, 1) ?? 0);
  const classes = usePage((state) => state.opened?.digits.classes ?? 0);
  return (
    <p className={styles.none}>
      This model has {outputs} outputs and the digits in use have {classes} classes, so no answer of it is right or wrong. Load a model with {classes} outputs, or take digits with {outputs} classes into use.
    </p>
  );
}

/** A loaded model that is shown a file of the visitor's own, which has no classes. */
function OwnInput() {
  const explorer = useExplorer();
  const input = usePage((state) => state.input);
  return (
    <div className={styles.none}>
      <p>The model is shown {input?.name ?? 'your own file'}, which has no classes. Show it the digits in use to see which of them it reads wrongly.</p>
      <Button onClick={() => void explorer.setInput({ kind: 'digit' }, input?.scale ?? '0-1')}>Show it the digits</Button>
    </div>
  );
}

export default function MistakesView() {
  const tells = useTellsClasses();
  // Counts of another network or of other digits are not shown while these are on their way.
  const about = usePage(({ run, opened }) => `${run?.network} ${opened?.digits.identity}`);
  const ownInput = usePage(({ run, input }) => run?.network === 'loaded' && input !== null && input.kind !== 'digit');
  if (!tells) return <NoClasses />;
  return ownInput ? <OwnInput /> : <Mistakes key={about} />;
}
