// Units whose rows point nearly the same way: a step that moves one of them moves the others alike.
import { useMemo } from 'react';
import { UnitBars } from '../../../viz/index.ts';
import type { Exploration } from '../../../engine/protocol.ts';
import { Units } from '../../maps/Units.tsx';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { Choice } from '../../ui/Choice.tsx';
import { count } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { AskStatus } from '../parts/AskStatus.tsx';
import { shortUnit } from '../parts/Ranked.tsx';
import { useAnswer } from '../useAnswer.ts';
import { useViewChoice } from '../useViewOption.ts';
import styles from '../parts/parts.module.css';

/** Groups in the list. */
const listed = 60;

export function Parallel({ exploration }: { exploration: Exploration }) {
  const explorer = useExplorer();
  const [above, setAbove] = useViewChoice('structure', 'cosine', ['0.999', '0.9', '0.99', '0.9999', '0.99999']);
  const asked = useAnswer('parallel', { explorationId: exploration.id, above: Number(above) });
  const unit = usePage((state) => state.selection.unit);
  const { answer } = asked;
  const groups = useMemo(() => answer?.groups.slice(0, listed) ?? [], [answer]);
  const { layer } = exploration;
  const chosen = groups.findIndex((group) => group.unit.i === unit?.i && group.unit.j === unit.j && group.unit.c === unit.c);
  return (
    <>
      <div className={styles.controls}>
        <Choice label="Nearly parallel means" value={above} options={['0.9', '0.99', '0.999', '0.9999', '0.99999'].map((value) => ({ value, label: `cosine above ${value}` }))} onChange={(value) => setAbove(value as typeof above)} />
        <AskStatus kind="parallel" asked={asked} doing="Comparing pairs of rows" />
      </div>
      {!answer || answer.partners.length !== exploration.rowNorms.length ? (
        <Skeleton height={520} label="The rows are being compared" />
      ) : (
        <div aria-busy={asked.busy} className={styles.view} data-testid="parallel" data-pairs={answer.pairs}>
          <p className={styles.say} aria-live="polite">
            {answer.pairs === 0
              ? `No two of the ${count(answer.compared)} rows compared have a cosine above ${answer.above}.`
              : `${count(answer.pairs)} pairs of rows have a cosine above ${answer.above}: ${count(answer.units)} of the ${count(answer.compared)} rows compared, in ${count(answer.groupCount)} ${answer.groupCount === 1 ? 'group' : 'groups'}.`}
            {answer.off > 0 && ` ${count(answer.off)} units are off; their rows are zero and have no direction.`}
            {answer.compared < answer.alive && ` Compared are the ${count(answer.compared)} longest of ${count(answer.alive)} rows: more do not fit in memory at once.`}
          </p>
          <div className={styles.columns}>
            <Units
              exploration={exploration}
              values={answer.partners}
              words={{ title: 'With how many others each unit’s row is nearly parallel', legend: 'other rows', kind: 'sequential', caption: 'Where many neighbours look at the same patch, such as plain background, their rows say the same.' }}
            />
            {groups.length > 0 && (
              <UnitBars
                title={`The largest groups${answer.groupCount > groups.length ? `, ${groups.length} of ${count(answer.groupCount)}` : ''}`}
                values={groups.map(({ size }) => size)}
                name={(k) => shortUnit(groups[k].unit, layer)}
                mark={(k) => `cos ≥ ${groups[k].least.toFixed(5)}`}
                selected={chosen < 0 ? null : chosen}
                onSelect={(k) => void explorer.select({ unit: groups[k].unit })}
                caption="Units joined by pairs, named by the member with the most. Behind the number: the least cosine among its pairs."
              />
            )}
          </div>
        </div>
      )}
    </>
  );
}
