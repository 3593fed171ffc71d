// What one step does: the predicted change beside the true one and their difference, on one scale, with what flips marked.
import { memo, useMemo } from 'react';
import type { Exploration, Row, StepOutcome } from '../../../engine/protocol.ts';
import { CellGrid, FeatureMaps, UnitBars } from '../../../viz/index.ts';
import { useExplorer } from '../../state/ExplorerContext.ts';
import { count } from '../../ui/format.ts';
import { useClassNames } from '../../digit/classNames.ts';
import styles from './whatIf.module.css';

/** Up to 1, 2 or 5 times a power of ten, so that the scale does not waver while the step is dragged. */
function roundedUp(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return Number(((([1, 2, 5, 10].find((lead) => lead * power >= value * 0.9999) ?? 10)) * power).toPrecision(1));
}

/** Units that bars have room for. */
const BARS = 32;

/** Where a single map moves, it is shown large. */
const LARGE = 14;

interface Change {
  title: string;
  values: Float32Array;
  flagged: Int32Array | null;
}

interface ShownProps {
  change: Change;
  most: number;
  exploration: Exploration;
  row: Row;
  /** The one map that moves; null where several do. */
  only: number | null;
}

function Maps({ change, most, exploration, row, only }: ShownProps) {
  const explorer = useExplorer();
  const [H, W, C] = exploration.layer.shape;
  return (
    <FeatureMaps
      title={change.title} values={change.values} shape={[H, W, C]} kind="diverging" legend="change" domain={[-most, most]} flagged={change.flagged}
      selected={row.unit} onSelect={(unit) => void explorer.select({ unit })} maxCell={only === null ? 10 : LARGE}
      {...(only === null ? {} : { channels: { first: only, count: 1 }, mapName: (c: number) => `map ${c}` })}
    />
  );
}

function Vector({ change, most, exploration, row }: ShownProps) {
  const explorer = useExplorer();
  const classes = useClassNames();
  const onSelect = (c: number) => void explorer.select({ unit: { i: 0, j: 0, c } });
  const flips = (c: number) => change.flagged !== null && change.flagged.includes(c);
  if (change.values.length > BARS) return <CellGrid title={change.title} values={change.values} kind="diverging" legend="change" domain={[-most, most]} selected={row.unit.c} onSelect={onSelect} cellName={(c) => `unit ${c}${flips(c) ? ', flips' : ''}`} />;
  const named = exploration.areProbabilities && change.values.length === exploration.probabilities.length && change.values.length === classes.length;
  return <UnitBars title={change.title} values={change.values} most={most} name={(c) => (named ? classes[c] : String(c))} mark={(c) => (flips(c) ? 'flips' : '')} selected={row.unit.c} onSelect={onSelect} />;
}

interface OutcomeProps {
  outcome: StepOutcome;
  /** Those that move; null while that is not known. */
  maps: readonly number[] | null;
  exploration: Exploration;
  row: Row;
}

/** Drawn again for another outcome only: its three pictures are what dragging has to wait for. */
export const Outcome = memo(function Outcome({ outcome, maps, exploration, row }: OutcomeProps) {
  const { predicted, actual, flipped } = outcome;
  const difference = useMemo(() => actual.map((value, r) => value - predicted[r]), [actual, predicted]);
  const most = useMemo(() => roundedUp([predicted, actual].reduce((top, values) => values.reduce((size, value) => Math.max(size, Math.abs(value)), top), 0)), [predicted, actual]);
  const Shown = exploration.layer.vector ? Vector : Maps;
  const C = exploration.layer.shape[2];
  const only = maps?.length === 1 && C > 1 && !exploration.layer.vector ? maps[0] : null;
  const changes: Change[] = [
    { title: 'Predicted: J · δ', values: predicted, flagged: null },
    { title: 'True: new − old', values: actual, flagged: flipped },
    { title: 'True less predicted', values: difference, flagged: flipped },
  ];
  return (
    <div className={styles.changes}>
      {changes.map((change) => (
        <Shown key={change.title} change={change} most={most} exploration={exploration} row={row} only={only} />
      ))}
      <p className={styles.others}>
        {flipped && `${count(flipped.length)} of these units change sides: ${flipped.length === 1 ? 'it is' : 'they are'} marked by a dot. J knows nothing of that, so there the prediction fails. `}
        {only !== null && `The other ${C - 1} maps do not move: what is changed belongs to map ${only} alone.`}
      </p>
    </div>
  );
});
