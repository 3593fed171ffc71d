// The step in numbers: how long each change is, what flips in which layer, and what becomes of the loss.
import type { Exploration, StepOutcome } from '../../../engine/protocol.ts';
import { Figure } from '../../ui/Figure.tsx';
import { count, percent, plainFigure } from '../../ui/format.ts';
import { useClassNames } from '../../digit/classNames.ts';
import styles from './whatIf.module.css';

/** What crossing a kink means in a layer. */
function flipsIn({ kind, count: flips, of, layer }: StepOutcome['flips'][number]): string {
  const pool = kind === 'maxPool' || kind === 'globalMaxPool';
  const what = pool ? `of ${count(of)} windows take another cell` : `of ${count(of)} units change sides`;
  return `${layer}: ${count(flips)} ${what}`;
}

export function Figures({ outcome, exploration }: { outcome: StepOutcome; exploration: Exploration }) {
  const { predictedNorm, actualNorm, errorNorm, flips, loss } = outcome;
  const classes = useClassNames();
  return (
    <dl className={styles.figures} data-testid="what-if-figures" data-step={outcome.step} data-error={errorNorm} data-predicted={predictedNorm} data-actual={actualNorm}>
      <div>
        <dt>Predicted change ‖J · δ‖</dt>
        <dd><Figure value={predictedNorm} /></dd>
      </div>
      <div>
        <dt>True change ‖new − old‖</dt>
        <dd><Figure value={actualNorm} /></dd>
      </div>
      <div>
        <dt>Difference</dt>
        <dd>
          <Figure value={errorNorm} /> {actualNorm > 0 && <span className={styles.soft}>{errorNorm / actualNorm < 0.001 ? `${plainFigure(errorNorm / actualNorm, 2)} of the true change` : `${percent(errorNorm / actualNorm, 0)} of the true change`}</span>}
        </dd>
      </div>
      <div>
        <dt>Kinks crossed up to {exploration.layer.name}</dt>
        <dd data-testid="what-if-flips" data-count={flips.reduce((sum, each) => sum + each.count, 0)}>
          {flips.length === 0 ? 'There are none: it is smooth.' : flips.map((each) => <span key={each.layer} className={styles.line}>{flipsIn(each)}</span>)}
        </dd>
      </div>
      {loss && (
        <div>
          <dt>Loss of this digit{loss.known ? '' : ` as a ${classes[loss.label] ?? loss.label}, which the network reads`}</dt>
          <dd>
            <Figure value={loss.before} /> → <Figure value={loss.after} />
          </dd>
        </div>
      )}
    </dl>
  );
}
