// The proof beside the picture: how far the row is from two other ways of computing it.
import { Check, ShieldCheck, X } from 'lucide-react';
import type { BlockInfo, CheckResult, Comparison } from '../../engine/protocol.ts';
import { parameterName } from '../formula/parameter.ts';
import { useExploration, useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { Figure } from '../ui/Figure.tsx';
import { milliseconds, plainFigure } from '../ui/format.ts';
import styles from './RowPanel.module.css';

/** What 32-bit arithmetic may lose over a few hundred multiply-adds. */
const tolerance = 1e-5;

function Verdict({ name, against, comparison, blocks }: { name: string; against: string; comparison: Comparison; blocks: readonly BlockInfo[] }) {
  const good = comparison.worst <= tolerance;
  const where = `${parameterName(blocks, comparison.column)}: ${plainFigure(comparison.engine, 7)} here, ${plainFigure(comparison.other, 7)} there`;
  return (
    <li className={good ? styles.good : styles.bad} data-testid={`check-${name}`} data-worst={comparison.worst} title={`Worst at ${where}`}>
      {good ? <Check size={15} aria-hidden="true" /> : <X size={15} aria-hidden="true" />}
      <span>
        {good ? 'Agrees with' : 'Differs from'} {against}: <Figure value={comparison.worst} precision={2} />
        <span className="visually-hidden">, at {where}</span>
      </span>
    </li>
  );
}

function Result({ result, blocks }: { result: CheckResult; blocks: readonly BlockInfo[] }) {
  return (
    <>
      <ul className={styles.verdicts}>
        <Verdict name="reference" against="float64" comparison={result.reference} blocks={blocks} />
        {result.tfjs ? (
          <Verdict name="tfjs" against="TensorFlow.js" comparison={result.tfjs} blocks={blocks} />
        ) : (
          <li>TensorFlow.js’s own gradient: {result.tfjsProblem}</li>
        )}
      </ul>
      <p className={styles.tolerance}>
        Worst errors, relative to the row’s largest number; 32-bit arithmetic may lose 10<sup>−5</sup>. Took {milliseconds(result.milliseconds)}.
      </p>
    </>
  );
}

export function CheckRow() {
  const explorer = useExplorer();
  const blocks = useExploration()?.blocks ?? [];
  const row = usePage((state) => state.shown.row);
  const checking = usePage((state) => state.checking);
  const mine = checking !== null && checking.row === row ? checking : null;
  const running = mine !== null && !mine.result && !mine.error;
  return (
    <div className={styles.check} aria-live="polite" data-tour="check">
      <Button icon={ShieldCheck} disabled={row === null || running} onClick={() => void explorer.check()}>
        {running ? 'Checking…' : 'Check this row'}
      </Button>
      <div className={styles.checked}>
        {mine?.result && <Result result={mine.result} blocks={blocks} />}
        {mine?.error && <p className={styles.bad}>{mine.error.message}</p>}
        {!mine?.result && !mine?.error && <p className={styles.tolerance}>Compare it with a float64 reference and with TensorFlow.js’s own gradient.</p>}
      </div>
    </div>
  );
}
