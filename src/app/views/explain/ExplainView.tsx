// One entry of the matrix explained: what multiplies to it, and where many ways add up, which and how much.
import { RotateCcw, Sparkles } from 'lucide-react';
import type { Exploration, Explanation, Row } from '../../../engine/protocol.ts';
import { feels, parameterIndex, parameterName } from '../../formula/parameter.ts';
import { useExploration, useExplorer, usePage, useRow } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Panel.tsx';
import { useAnswer } from '../useAnswer.ts';
import { BatchTerms } from './BatchTerms.tsx';
import { Paths } from './Paths.tsx';
import { Sentence } from './Sentence.tsx';
import { Through } from './Through.tsx';
import styles from './explain.module.css';

/** Column of the row's largest number; of a row of zeros the first that it could feel. */
function strongestColumn({ values, index }: Row, { blocks }: Exploration): number {
  const sizes = values.map(Math.abs);
  const best = sizes.indexOf(sizes.reduce((most, size) => Math.max(most, size), 0));
  if (values[best] !== 0) return best;
  return blocks[0].start + Array.from({ length: blocks[0].size }, (_, k) => k).findIndex((offset) => feels(blocks[0], offset, index));
}

function Hint({ exploration, row }: { exploration: Exploration; row: Row }) {
  const explorer = useExplorer();
  const pick = () => void explorer.select({ parameter: parameterName(exploration.blocks, strongestColumn(row, exploration)), mode: 'parameter' });
  return (
    <div className={styles.hint}>
      <p>
        A number of the matrix belongs to one unit and one {exploration.wrt === 'input' ? 'pixel' : 'parameter'}. The unit is chosen; choose a {exploration.wrt === 'input' ? 'pixel' : 'parameter'} too, by a click in
        the gradient row above or by its name in the line above, and the number is taken apart here.
      </p>
      <Button icon={Sparkles} tone="main" onClick={pick}>
        {row.norm === 0 ? 'Explain why this row is zero' : 'Explain the strongest number of this row'}
      </Button>
    </div>
  );
}

function Told({ told, exploration, row }: { told: Explanation; exploration: Exploration; row: Row }) {
  const single = told.paths?.count === 1;
  return (
    <div className={styles.told}>
      <Sentence told={told} exploration={exploration} />
      {told.batch && <BatchTerms told={told} />}
      {!single && told.zero === null && <Through told={told} exploration={exploration} row={row} />}
      <Paths key={`${told.explorationId} ${row.index} ${told.column}`} told={told} exploration={exploration} />
    </div>
  );
}

export default function ExplainView() {
  const exploration = useExploration();
  const row = useRow();
  const parameter = usePage((state) => state.selection.parameter);
  const column = exploration && parameter !== null ? parameterIndex(exploration.blocks, parameter) : null;
  const request = exploration && row && column !== null && row.explorationId === exploration.id ? { explorationId: exploration.id, unit: row.unit, column } : null;
  const { answer, busy, error, stopped, again } = useAnswer('explain', request);
  if (!exploration || !row) return <Skeleton height={520} label="The row is on its way" />;
  if (column === null) return <Hint exploration={exploration} row={row} />;
  if (error || stopped)
    return (
      <div className={styles.hint} role="alert">
        <p>{stopped ? 'This was stopped before it was done.' : `The number could not be taken apart: ${error!.message}`}</p>
        <Button icon={RotateCcw} onClick={again}>
          Try again
        </Button>
      </div>
    );
  // While another is on its way the last stays, as long as it is of the same Jacobian.
  if (!answer || answer.explorationId !== exploration.id) return <Skeleton height={520} label="The explanation is on its way" />;
  return (
    <div aria-busy={busy} data-testid="explanation" data-column={answer.column} data-entry={answer.entry} data-sum={answer.sum}>
      <Told told={answer} exploration={exploration} row={row} />
    </div>
  );
}
