// What a spectrum amounts to: a few numbers, each with what it means.
import type { ReactNode } from 'react';
import type { Spectrum } from '../../../engine/protocol.ts';
import { count, plainFigure } from '../../ui/format.ts';
import styles from '../parts/parts.module.css';

function Entry({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b className="figures">{value}</b>
        <small>{children}</small>
      </dd>
    </div>
  );
}

export function SpectrumFigures({ spectrum: { rows, columns, values, rank, tolerance, effectiveRank, condition, norm, floor } }: { spectrum: Spectrum }) {
  const least = Math.min(rows, columns);
  const lost = values.reduce((sum, value) => sum + (value <= floor ? 1 : 0), 0);
  return (
    <dl className={styles.figures} data-testid="spectrum-figures" data-rank={rank} data-effective={effectiveRank}>
      <Entry name="Rank" value={`${count(rank)} of ${count(least)}`}>
        Values above max(rows, columns) · ε · σ₁ = {plainFigure(tolerance, 3)}, as MATLAB and NumPy count.
        {rank < least && ` Along ${count(columns - rank)} directions in θ no unit changes, to first order.`}
      </Entry>
      <Entry name="Effective rank" value={plainFigure(effectiveRank, 4)}>
        exp of the entropy of σ² / Σσ²: so many directions share what J does.
      </Entry>
      <Entry name="Condition number" value={plainFigure(condition, 3)}>
        The largest value over the least that counts for the rank.
      </Entry>
      <Entry name="‖J‖" value={plainFigure(norm, 5)}>
        √Σσ², the root of the sum of all squared entries.
      </Entry>
      <Entry name="Trusted down to" value={plainFigure(floor, 3)}>
        The entries’ own rounding can move a value by this much{lost > 0 ? `; ${count(lost)} ${lost === 1 ? 'lies' : 'lie'} below, drawn grey.` : '; all lie above.'}
      </Entry>
    </dl>
  );
}
