// The thumbnails to choose a digit from, by class, by whether the network reads them rightly, and by split.
import { memo, useEffect, useMemo, useRef } from 'react';
import { useExplorer, useFrame, usePage } from '../state/ExplorerContext.ts';
import { Thumbnails } from '../../viz/index.ts';
import type { DigitFilter } from '../state/store.ts';
import type { Outcome } from '../../engine/protocol.ts';
import { SaveButton } from '../take-home/SaveButton.tsx';
import { browsedTable } from '../take-home/browsedTable.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Skeleton } from '../ui/Panel.tsx';
import { useClassNames } from './classNames.ts';
import { useTellsClasses } from './useTellsClasses.ts';
import { countInWords } from './countInWords.ts';
import styles from './DigitPanel.module.css';

/** What the network answers: whether it is right, or which class it is. */
const outcomes = [
  { value: 'any', label: 'any' },
  { value: 'right', label: 'right' },
  { value: 'wrong', label: 'wrong' },
];
const readAs = 'as:';
const splits = [
  { value: 'any', label: 'any' },
  { value: 'training', label: 'training' },
  { value: 'validation', label: 'validation' },
];
const validated = { value: 'validated', label: 'validated' };

function Filter({ tells }: { tells: boolean }) {
  const explorer = useExplorer();
  const filter = usePage((state) => state.browsing.filter);
  const classes = usePage((state) => state.opened?.digits.classes ?? 10);
  const names = useClassNames();
  const sampled = usePage(({ run, opened }) => run !== null && opened !== null && run.trainingImages + run.validationImages < opened.digits.count && run.validationImages > 0);
  const set = (change: Partial<DigitFilter>) => void explorer.setFilter(change);
  const labels = Array.from({ length: classes }, (_, k) => ({ value: String(k), label: names[k] ?? String(k) }));
  return (
    <div className={styles.filters}>
      <Choice
        label="Class"
        help="Only images that are of this class"
        value={filter.label === null ? 'all' : String(filter.label)}
        options={[{ value: 'all', label: 'all' }, ...labels]}
        onChange={(value) => set({ label: value === 'all' ? null : Number(value) })}
      />
      {tells && (
        <Choice
          label="Answer"
          help="Only images that the network reads so: rightly, wrongly, or as one class"
          value={filter.predicted === null ? filter.outcome : `${readAs}${filter.predicted}`}
          options={[...outcomes, ...labels.map(({ value, label }) => ({ value: `${readAs}${value}`, label: `read as ${label}` }))]}
          onChange={(value) => set(value.startsWith(readAs) ? { outcome: 'any', predicted: Number(value.slice(readAs.length)) } : { outcome: value as Outcome, predicted: null })}
        />
      )}
      <Choice label="Split" help="Training: images that the network learns from. Validation: images that it has not seen." value={filter.split} options={sampled || filter.split === 'validated' ? [...splits, validated] : splits} onChange={(value) => set({ split: value as DigitFilter['split'] })} />
    </div>
  );
}

/** Scrolls the chosen thumbnail into its frame, and nothing else of the page. */
function showOption(frame: HTMLDivElement | null, position: number) {
  const chosen = frame?.querySelectorAll<HTMLElement>('[role="option"]')[position];
  if (!frame || !chosen) return;
  const above = chosen.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  const below = above + chosen.offsetHeight - frame.clientHeight;
  if (above < 0) frame.scrollTop += above - 4;
  else if (below > 0) frame.scrollTop += below + 4;
}

export const Chooser = memo(function Chooser() {
  const explorer = useExplorer();
  const tells = useTellsClasses();
  const names = useClassNames();
  const browsing = usePage((state) => state.browsing);
  const digits = usePage((state) => state.opened?.digits);
  const selected = usePage((state) => state.selection.digit);
  const pixels = useFrame('pixels', (state) => state.browsing.pixels);
  const list = useRef<HTMLDivElement>(null);
  const items = useMemo(() => (tells ? browsing.items : browsing.items.map((item) => ({ ...item, predicted: null }))), [tells, browsing.items]);
  const position = browsing.items.findIndex(({ index }) => index === selected);
  useEffect(() => {
    if (pixels) showOption(list.current, position);
  }, [position, pixels]);
  return (
    <div className={styles.chooser}>
      <Filter tells={tells} />
      <div ref={list} className={styles.thumbnails} aria-busy={browsing.busy}>
        {digits && pixels ? (
          <Thumbnails
            label="Digits to choose from"
            pixels={pixels}
            height={digits.height}
            width={digits.width}
            items={items}
            names={names}
            selected={selected}
            onSelect={(digit) => void explorer.select({ digit })}
          />
        ) : (
          <Skeleton height={120} label="The digits are on their way" />
        )}
      </div>
      <div className={styles.more}>
        <p aria-live="polite" data-testid="browse-count">
          {countInWords(browsing, (k) => names[k] ?? String(k))}
        </p>
        <SaveButton alone figure={list} title="Digits to choose from" table={browsedTable(items, names)} />
        <Button tone="quiet" title="The next images that fit" disabled={browsing.end || browsing.busy} onClick={() => void explorer.more()}>
          More
        </Button>
      </div>
    </div>
  );
});
