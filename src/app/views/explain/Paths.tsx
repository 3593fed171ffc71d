// The strongest ways from the parameter to the unit: one of them written out as a product, the others to choose from.
import { useState } from 'react';
import type { CellPlace, ExplainedPath, Exploration, Explanation } from '../../../engine/protocol.ts';
import { ProductStrip, UnitBars } from '../../../viz/index.ts';
import { letterOf } from '../../formula/parameter.ts';
import { Num } from '../../formula/symbols.tsx';
import { count, percent, plainFigure } from '../../ui/format.ts';
import { productFactor } from './factors.tsx';
import { Where } from './Where.tsx';
import styles from './explain.module.css';

function derivative(parameter: string) {
  return (
    <mfrac>
      <mrow>
        <mo>∂</mo>
        <mi>h</mi>
      </mrow>
      <mrow>
        <mo>∂</mo>
        <mi>{letterOf(parameter)}</mi>
      </mrow>
    </mfrac>
  );
}

function Product({ path, told, title, words }: { path: ExplainedPath; told: Explanation; title: string; words: string }) {
  const single = told.paths?.count === 1;
  return (
    <ProductStrip
      title={title}
      factors={path.factors.map(productFactor)}
      result={{ symbol: <math>{single || told.zero ? derivative(told.parameter) : <mtext>its part</mtext>}</math>, number: <math><Num value={path.value} /></math>, words, value: path.value }}
    />
  );
}

/** What the listed ways make of the number, said so that a sum of both signs misleads nobody. */
function share({ paths, sum }: Explanation): string {
  const { strongest, count: all, positive, negative } = paths!;
  const listed = strongest.reduce((total, { value }) => total + value, 0);
  const rest = all - strongest.length;
  const mixed = positive > 0 && negative < 0;
  const signs = mixed ? ` All ways that raise the unit add up to ${plainFigure(positive)}, all that lower it to ${plainFigure(negative)}; together they leave ${plainFigure(sum)}.` : '';
  const part = Math.sign(listed) === Math.sign(sum) && Math.abs(listed) <= Math.abs(sum) ? `, ${percent(listed / sum)} of the number` : ` of the ${plainFigure(sum)}`;
  return rest > 0 ? `These ${strongest.length} add up to ${plainFigure(listed)}${part}; the other ${rest < 1e6 ? count(rest) : `about ${plainFigure(rest, 2)}`} make up the rest.${signs}` : `These are all of them.${signs}`;
}

const placeOf = ({ i, j, c }: CellPlace, vector: boolean) => (vector ? `[${c}]` : `[${i},${j},${c}]`);

/** The cells at which a path chose its way, short enough for a list: those above numbers of kernels, and where it begins. */
function cellsInWords({ factors, end }: ExplainedPath, { parameter, through }: Explanation): string {
  const turns = factors.slice(1).filter(({ source }) => source.kind === 'weight').map(({ layer, cell, vector }) => `${layer}${placeOf(cell, vector)}`);
  const start = parameter === 'input' ? [] : [`${turns.length > 0 ? '' : through[0].layer}${placeOf(end, through[0].vector)}`];
  return [...turns, ...start].join(' › ') || factors.at(-1)?.layer || 'itself';
}

function Many({ told, exploration }: { told: Explanation; exploration: Exploration }) {
  const { strongest } = told.paths!;
  const [chosen, setChosen] = useState(0);
  const path = strongest[Math.min(chosen, strongest.length - 1)];
  return (
    <div className={styles.ways}>
      <div className={styles.part} data-testid="explain-paths">
        <UnitBars
          title={`The ${strongest.length === 1 ? 'strongest way' : `${strongest.length} strongest ways`} of all ${told.paths!.count < 1e6 ? count(told.paths!.count) : ''}`.trim()}
          values={strongest.map(({ value }) => value)}
          name={(k) => cellsInWords(strongest[k], told)}
          mark={(k) => percent(strongest[k].value / told.sum)}
          selected={chosen}
          onSelect={setChosen}
          caption={`${share(told)} A place is [row, column, map].`}
        />
      </div>
      <Where told={told} path={path} exploration={exploration} />
      <div className={styles.wide}>
        <Product path={path} told={told} title={`Way ${chosen + 1}, from the unit down: ${path.factors.length} numbers multiply to its part`} words="adds up with the others" />
      </div>
    </div>
  );
}

export function Paths({ told, exploration }: { told: Explanation; exploration: Exploration }) {
  const { paths, zero } = told;
  if (zero) {
    return zero.broken && (
      <div className={styles.wide}>
        <Product path={zero.broken} told={told} title="Where it breaks off, from the unit down" words="nothing comes through" />
      </div>
    );
  }
  if (!paths || paths.count === 0) return null;
  if (paths.count > 1) return <Many told={told} exploration={exploration} />;
  return (
    <div className={styles.single}>
      <div className={styles.part}>
        <Product path={paths.strongest[0]} told={told} title="From the unit down, these numbers multiply to it" words="the entry of the matrix" />
      </div>
      <Where told={told} path={paths.strongest[0]} exploration={exploration} />
    </div>
  );
}
