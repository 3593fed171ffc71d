// The worked formula: each factor as a symbol, as this unit's number, and in words, and what they multiply to.
import { Fragment, type ReactNode } from 'react';
import { Figure } from '../ui/Figure.tsx';
import type { Formula } from './formula.ts';
import { letterOf } from './parameter.ts';
import { Derivative, Num, Numbers, Symbol, wordsOf } from './symbols.tsx';
import styles from './FormulaView.module.css';

function Stack({ symbol, number, words, result = false }: { symbol: ReactNode; number: ReactNode; words: ReactNode; result?: boolean }) {
  return (
    <div className={result ? `${styles.stack} ${styles.result}` : styles.stack}>
      <span className={styles.symbol}>{symbol && <math>{symbol}</math>}</span>
      <span className={styles.number}>
        <math>{number}</math>
      </span>
      <small>{words}</small>
    </div>
  );
}

function Sign({ children }: { children: string }) {
  return (
    <span className={styles.sign}>
      <math>
        <mo>{children}</mo>
      </math>
      <math aria-hidden="true">
        <mo>{children}</mo>
      </math>
    </span>
  );
}

export function FormulaView({ formula, channel }: { formula: Formula; channel: number }) {
  const { block, position, factors, foreign, value, parameter } = formula;
  const name = `${block.parameter}[${position.join(',')}]`;
  return (
    <div className={styles.formula} data-testid="formula" data-parameter={name} data-value={value} data-product={formula.product}>
      <p className={styles.name}>
        Worked out for <span className="figures">{name}</span>
        <span className={styles.now} title="Its value now">
          {letterOf(block.parameter)} = <Figure value={parameter} />
        </span>
      </p>
      <div className={styles.line}>
        {foreign !== null ? (
          <p className={styles.foreign}>
            This parameter belongs to channel {foreign}. The unit is of channel {channel}, which does not use it, so
            the derivative is exactly zero.
          </p>
        ) : (
          <>
            {factors.map((factor, k) => (
              <Fragment key={k}>
                {k > 0 && <Sign>×</Sign>}
                <Stack symbol={<Symbol factor={factor} />} number={<Numbers factor={factor} />} words={wordsOf(factor)} />
              </Fragment>
            ))}
            <Sign>=</Sign>
            <Stack symbol={<Derivative formula={formula} />} number={<Num value={value} />} words="in the row" result />
          </>
        )}
      </div>
    </div>
  );
}
