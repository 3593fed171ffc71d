// What the comparison found: in a sentence, array by array, as maps beside each other, and number by number.
import { Triptych } from '../../../viz/index.ts';
import type { Compared, Exploration, Pair, Row, Unit } from '../../../engine/protocol.ts';
import { useClassNames } from '../../digit/classNames.ts';
import { plainFigure } from '../../ui/format.ts';
import { BlockTable } from './BlockTable.tsx';
import { Parts } from './Parts.tsx';
import { summaryOf, whyVanished } from './words.ts';
import styles from './compare.module.css';

function Maps({ pair, title, kind, legend, exploration, unit, names, onUnit }: { pair: Pair; title: string; kind: 'sequential' | 'diverging'; legend: string; exploration: Exploration; unit: Unit; names: readonly [string, string]; onUnit: (side: number, i: number, j: number) => void }) {
  const { vector } = exploration.layer;
  return (
    <Triptych
      title={title}
      shape={[pair.shape[0], pair.shape[1]]}
      one={pair.one}
      other={pair.other}
      difference={pair.difference}
      kind={kind}
      legend={legend}
      names={names}
      cellName={(i, j) => (vector ? `unit ${j}` : `row ${i}, column ${j}`)}
      selected={vector ? [0, unit.c] : [unit.i, unit.j]}
      onSelect={onUnit}
      maxCell={vector ? 20 : 15}
    />
  );
}

interface ResultProps {
  compared: Compared;
  exploration: Exploration;
  row: Row;
  names: readonly [string, string];
  maps: 'gradient' | 'activation';
  onUnit: (side: number, i: number, j: number) => void;
}

export function Result({ compared, exploration, row, names, maps, onUnit }: ResultProps) {
  const classes = useClassNames();
  const why = whyVanished(compared);
  const [one, other] = compared.sides;
  const pair = maps === 'gradient' ? compared.rowNorms : compared.activations;
  const { vector } = exploration.layer;
  const signed = maps === 'activation' && (compared.activations?.one.some((value) => value < 0) || compared.activations?.other.some((value) => value < 0));
  const answer = (predicted: number) => classes[predicted] ?? String(predicted);
  return (
    <>
      <div className={styles.summary}>
        <p data-testid="compare-summary">{summaryOf(compared)}</p>
        <p className={styles.note}>
          A: h = <span className="figures">{plainFigure(one.activation)}</span>, read as {answer(one.predicted)}. B: h = <span className="figures">{plainFigure(other.activation)}</span>, read as {answer(other.predicted)}.
        </p>
        {compared.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
      {why && (exploration.batchNorm === 'batch' || compared.blocks.some(({ norms }) => norms[0] === 0 || norms[1] === 0)) && (
        <p className={styles.why} data-testid="why-vanished">
          {why}
        </p>
      )}
      <BlockTable compared={compared} />
      {pair ? (
        <Maps
          pair={pair}
          title={maps === 'gradient' ? (vector ? 'Row length of each unit' : 'Row length of each unit of the map') : vector ? 'Activation of each unit' : 'Activations of the map'}
          kind={signed ? 'diverging' : 'sequential'}
          legend={maps === 'gradient' ? 'length ‖∂h/∂θ‖' : 'activation h'}
          exploration={exploration}
          unit={row.unit}
          names={names}
          onUnit={onUnit}
        />
      ) : (
        compared.activations === null && <p className={styles.note}>The maps of the two sides have different sizes, so they are not laid beside each other.</p>
      )}
      <Parts compared={compared} exploration={exploration} row={row} names={names} />
    </>
  );
}
