// Under batch statistics: the three terms of the batch norm nearest to the parameter, as bars that add up to the entry.
import type { Explanation } from '../../../engine/protocol.ts';
import { UnitBars } from '../../../viz/index.ts';
import { plainFigure } from '../../ui/format.ts';
import { isRounding } from './cancelled.ts';
import styles from './explain.module.css';

export function BatchTerms({ told }: { told: Explanation }) {
  const batch = told.batch!;
  const settled = (value: number) => (isRounding(batch, value) ? 0 : value);
  const [direct, mean, correlation, past, sum] = [batch.direct, batch.mean, batch.correlation, batch.past, told.sum].map(settled);
  const terms = [
    { name: 'through the cell itself', value: direct },
    { name: 'through the mean', value: mean },
    { name: 'through the spread', value: correlation },
    ...(past === 0 ? [] : [{ name: `round ${batch.layer}`, value: past }]),
    { name: 'together: the entry', value: sum },
  ];
  return (
    <div className={styles.part}>
      <UnitBars
        title={`There is no short way: ${batch.layer} normalises with these images`}
        values={terms.map(({ value }) => value)}
        name={(k) => terms[k].name}
        selected={null}
        caption={`With batch statistics a change of one cell also moves its channel’s mean and spread, and with them every cell of the channel in every image. ∂L/∂x = γ/σ · (g − mean(g) − x̂ · mean(g · x̂)): the three terms are ${plainFigure(direct, 3)}, ${plainFigure(mean, 3)} and ${plainFigure(correlation, 3)}.`}
      />
    </div>
  );
}
