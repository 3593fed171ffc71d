// Which images, and how many of them.
import { useClassNames } from '../../digit/classNames.ts';
import { useTellsClasses } from '../../digit/useTellsClasses.ts';
import { usePage } from '../../state/ExplorerContext.ts';
import type { ViewName } from '../../state/views.ts';
import { Choice } from '../../ui/Choice.tsx';
import { count as figures } from '../../ui/format.ts';
import type { ImageSet, ManyImagesRequest } from '../../../engine/protocol.ts';
import { useExploration } from '../../state/ExplorerContext.ts';
import { useViewText } from '../useViewOption.ts';
import { parseCount, parseSet, setText } from './imageSets.ts';
import { affordable } from './rank.ts';
import styles from './parts.module.css';

const counts = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
const all = 100_000;

export interface ChosenImages {
  set: ImageSet;
  count: number;
  /** Null before there is an exploration. */
  request: ManyImagesRequest | null;
  /** What one image's Jacobian takes on this device. */
  seconds: number;
  /** True for a loaded model that is shown images without classes. */
  own: boolean;
  choose: (set: ImageSet) => void;
  chooseCount: (count: number) => void;
}

/** Kept in the view's own choices. By default as many as take a few seconds. */
export function useImageSet(view: ViewName): ChosenImages {
  const exploration = useExploration();
  const classes = usePage((state) => state.opened?.digits.classes ?? 0);
  const own = usePage(({ run, input }) => run?.network === 'loaded' && input !== null && input.kind !== 'digit');
  const planned = usePage((state) => state.plan?.seconds ?? null);
  // Before the device had done anything no plan could guess; by now it has made the Jacobian on show.
  const seconds = planned ?? (exploration ? exploration.summary.milliseconds / 1000 / exploration.images.indices.length : 1);
  const [text, setTextOption] = useViewText(view, 'set');
  const [countText, setCount] = useViewText(view, 'count');
  const set = (!own && parseSet(text, classes)) || { kind: 'validation' as const };
  const standard = affordable(seconds);
  const count = parseCount(countText, standard);
  const request: ManyImagesRequest | null = exploration && {
    revision: exploration.revision, of: exploration.layer.name, wrt: exploration.wrt, batchNorm: exploration.batchNorm, set, count,
  };
  return {
    set, count, own, request, seconds,
    choose: (next) => setTextOption(next.kind === 'validation' ? null : setText(next)),
    chooseCount: (next) => setCount(String(next)),
  };
}

export function ImageSetChoice({ chosen: { set, count, own, choose, chooseCount } }: { chosen: ChosenImages }) {
  const names = useClassNames();
  const tells = useTellsClasses();
  const sets: { value: string; label: string }[] = own
    ? [{ value: 'validation', label: 'your images' }]
    : [
        { value: 'validation', label: 'validation images' },
        ...(tells ? [{ value: 'wrong', label: 'wrongly classified' }] : []),
        ...names.map((name, label) => ({ value: setText({ kind: 'class', label }), label: `class ${name}` })),
      ];
  const numbers = [...new Set([...counts, count])].filter((each) => each < all).sort((a, b) => a - b);
  return (
    <div className={styles.controls}>
      <Choice label="Which images" value={setText(set)} options={sets} onChange={(value) => choose(parseSet(value, names.length) ?? { kind: 'validation' })} />
      <Choice label="How many" value={String(count)} options={[...numbers.map((each) => ({ value: String(each), label: `at most ${figures(each)}` })), { value: String(all), label: 'all of them' }]} onChange={(value) => chooseCount(Number(value))} />
    </div>
  );
}
