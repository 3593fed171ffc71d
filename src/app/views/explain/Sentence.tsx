// The entry in one sentence, why it is zero where it is, and that the explanation agrees with the engine.
import type { Exploration, Explanation } from '../../../engine/protocol.ts';
import { unitInWords } from '../../state/units.ts';
import { Figure } from '../../ui/Figure.tsx';
import { count, plainFigure } from '../../ui/format.ts';
import { cancelled } from './cancelled.ts';
import styles from './explain.module.css';

/** Why nothing comes through, in plain words. */
function whyZero({ zero, unit, position, through }: Explanation, exploration: Exploration): string {
  const thing = exploration.wrt === 'input' ? 'pixel' : 'parameter';
  if (zero!.why === 'foreign') return `This parameter belongs to map ${position.at(-1)} and the unit is of map ${unit.c}, which does not use it. So the derivative is exactly zero.`;
  if (zero!.why === 'outside') return 'The unit does not see this pixel: it lies outside of its receptive field. So the derivative is exactly zero.';
  const off = zero!.broken?.factors.find(({ source, value }) => source.kind === 'activation' && value === 0);
  if (zero!.why === 'off' && off && exploration.layer.name === off.layer) {
    const input = off.source.kind === 'activation' ? off.source.input : 0;
    return `This activation is off, so its row is zero: what goes into ${off.layer} is ${plainFigure(input, 3)}, where it is flat.`;
  }
  if (zero!.why === 'off') return `On every way from this ${thing} to the unit an activation is off, so the derivative is zero.`;
  const layer = through[0]?.layer;
  return `Where this ${thing} acts in ${layer}, the unit feels nothing; and where the unit feels ${layer}, the ${thing} does nothing. So the derivative is zero.`;
}

/** How many cells and ways there are. */
function ways(told: Explanation): string {
  const { paths, through, batch } = told;
  const cells = through.reduce((sum, { live }) => sum + live, 0);
  const layers = through.map(({ layer }) => layer).join(' and ');
  const images = through[0]?.byImage.length ?? 1;
  const inCells = `${count(cells)} ${cells === 1 ? 'cell' : 'cells'} of ${layers}${images > 1 ? ` in ${images} images` : ''}`;
  if (batch) return `It acts through ${inCells}, and from there through the batch statistics of ${batch.layer}.${cancelled(told) ? ' They take away all that it does: the derivative is exactly zero.' : ''}`;
  if (paths!.count === 1) return 'One way leads from it to the unit, so the number is a single product.';
  const number = paths!.count < 1e6 ? count(paths!.count) : `about ${plainFigure(paths!.count, 2)}`;
  return `It acts through ${inCells}, and from there on ${number} ways, each a product of its own. All of them add up to the number.`;
}

export function Sentence({ told, exploration }: { told: Explanation; exploration: Exploration }) {
  const { parameter, position, entry, sum, value, unit, zero } = told;
  const name = `${parameter}[${position.join(',')}]`;
  const off = Math.abs(sum - entry);
  const gone = cancelled(told);
  return (
    <div className={styles.sentence}>
      <p className={styles.lead} data-testid="explain-lead">
        When <span className="figures">{name}</span> (now <Figure value={value} />) grows by a little ε, {unitInWords(unit, exploration.layer).toLowerCase()} of {exploration.layer.name}{' '}
        {entry === 0 || gone ? 'does not move.' : <>{entry > 0 ? 'grows' : 'shrinks'} by <strong><Figure value={Math.abs(entry)} /></strong> · ε.</>}
      </p>
      <p>{zero ? whyZero(told, exploration) : ways(told)}</p>
      <p className={styles.proof} data-testid="explain-proof">
        In the matrix: <Figure value={entry} precision={7} />. Worked out here in float64: <Figure value={sum} precision={7} />.{' '}
        {gone ? 'What is not zero here is rounding.' : off === 0 ? 'No difference.' : <>Difference <Figure value={entry === 0 ? off : off / Math.abs(entry)} precision={2} />{entry === 0 ? '.' : ' of it.'}</>}
      </p>
    </div>
  );
}
