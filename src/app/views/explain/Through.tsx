// The cells through which the parameter acts on the unit: a map of what each adds to the entry, the strongest of them, and what the unit sees.
import { useMemo, useState } from 'react';
import type { Exploration, Explanation, Row, Through as Acts } from '../../../engine/protocol.ts';
import { CellGrid, DigitView, FeatureMaps, symmetricDomain, type MapUnit } from '../../../viz/index.ts';
import { useField } from '../../row/useField.ts';
import { count, percent, plainFigure } from '../../ui/format.ts';
import { TableFrame } from '../../ui/Tables.tsx';
import { cellInWords } from './factors.tsx';
import styles from './explain.module.css';

/** What one cell adds: its two factors. */
function Made({ acts, cell, thing }: { acts: Acts; cell: number; thing: string }) {
  const [, W, C] = acts.shape;
  const place = { image: 0, i: Math.floor(cell / (W * C)), j: Math.floor(cell / C) % W, c: cell % C };
  return (
    <>
      {cellInWords(place, acts.vector)}: what the unit owes to the cell, <span className="figures">{plainFigure(acts.upstream[cell])}</span>, times what the {thing} does to the cell,{' '}
      <span className="figures">{plainFigure(acts.local[cell])}</span>, adds <span className="figures">{plainFigure(acts.values[cell])}</span>.
    </>
  );
}

function CellMap({ acts, thing }: { acts: Acts; thing: string }) {
  const [H, W, C] = acts.shape;
  const first = acts.strongest.find(({ place }) => place.image === 0)?.place ?? null;
  const [chosen, setChosen] = useState<MapUnit | null>(first);
  const domain = useMemo(() => symmetricDomain(acts.values), [acts]);
  const index = ({ i, j, c }: MapUnit) => (i * W + j) * C + c;
  const title = `What each cell of ${acts.layer}${acts.channel !== null && !acts.vector ? `, map ${acts.channel},` : ''} adds to the number`;
  const caption = chosen && <Made acts={acts} cell={index(chosen)} thing={thing} />;
  if (acts.vector)
    return <CellGrid title={title} values={acts.values} kind="diverging" legend="part" domain={domain} selected={chosen?.c ?? null} onSelect={(c) => setChosen({ i: 0, j: 0, c })} cellName={(c) => `unit ${c}`} caption={caption} />;
  return (
    <FeatureMaps
      title={title} values={acts.values} shape={[H, W, C]} kind="diverging" legend="part" domain={domain} selected={chosen} onSelect={setChosen} caption={caption}
      {...(acts.channel === null ? {} : { channels: { first: acts.channel, count: 1 } })} maxCell={acts.channel === null ? 12 : 14}
    />
  );
}

function Strongest({ acts, sum }: { acts: Acts; sum: number }) {
  const listed = acts.strongest.reduce((total, { value }) => total + value, 0);
  return (
    <div className={styles.cells}>
      <h3>The strongest cells of {acts.layer}</h3>
      <TableFrame label={`The strongest cells of ${acts.layer}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Cell</th>
              <th scope="col">∂unit/∂cell</th>
              <th scope="col">∂cell/∂θ</th>
              <th scope="col">adds</th>
              <th scope="col">share</th>
            </tr>
          </thead>
          <tbody>
            {acts.strongest.map(({ place, upstream, local, value }) => (
              <tr key={`${place.image} ${place.i} ${place.j} ${place.c}`}>
                <th scope="row">{cellInWords(place, acts.vector)}</th>
                <td>{plainFigure(upstream)}</td>
                <td>{plainFigure(local)}</td>
                <td>{plainFigure(value)}</td>
                <td>{percent(value / sum)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>These {acts.strongest.length}</th>
              <td>{plainFigure(listed)}</td>
              <td>{percent(listed / sum)}</td>
            </tr>
            <tr>
              <th scope="row" colSpan={3}>All {count(acts.live)} that add something</th>
              <td>{plainFigure(acts.sum)}</td>
              <td>{percent(acts.sum / sum)}</td>
            </tr>
          </tfoot>
        </table>
      </TableFrame>
      {acts.byImage.length > 1 && (
        <p className={styles.note}>
          Through this image {plainFigure(acts.byImage[0])}; through the other {acts.byImage.length - 1} of the batch {plainFigure(acts.byImage.slice(1).reduce((total, value) => total + value, 0))}.
        </p>
      )}
    </div>
  );
}

function Sees({ exploration }: { exploration: Exploration }) {
  const field = useField();
  const { pixels, height, width, channels } = exploration.digit;
  return (
    <DigitView
      title="What the unit sees of the input" values={pixels} height={height} width={width} channels={channels} kind="grey" outline={field} maxCell={8}
      caption={field ? `Framed: its receptive field, ${field.height} × ${field.width}.` : 'It sees the whole input.'}
    />
  );
}

export function Through({ told, exploration, row }: { told: Explanation; exploration: Exploration; row: Row }) {
  const thing = exploration.wrt === 'input' ? 'pixel' : 'parameter';
  return told.through.map((acts, k) => (
    <div key={`${acts.layer} ${row.index} ${told.column}`} className={styles.acts}>
      <CellMap acts={acts} thing={thing} />
      <Strongest acts={acts} sum={told.sum} />
      {k === 0 && <Sees exploration={exploration} />}
    </div>
  ));
}
