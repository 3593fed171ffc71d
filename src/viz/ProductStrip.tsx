// A product written out: each factor as a symbol, among the numbers that it is one of, as its number and in words, and what they
// multiply to so far. Does not know what the factors mean.
import { Fragment, type ReactNode } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Picture } from './Picture.tsx';
import { Swatch, type SwatchProps } from './Swatch.tsx';
import styles from './product.module.css';

export interface ProductFactor {
  /** Whose factor it is. */
  name: string;
  /** Mathematics, as MathML or text. */
  symbol: ReactNode;
  number: ReactNode;
  words: string;
  value: number;
  swatch: Omit<SwatchProps, 'side'> | null;
}

export interface ProductStripProps {
  title: string;
  factors: readonly ProductFactor[];
  /** The last card: what the product is. */
  result: { symbol: ReactNode; number: ReactNode; words: string; value: number };
  caption?: ReactNode;
}

/** Products of the factors up to each. */
export function productsSoFar(factors: readonly { value: number }[]): number[] {
  let product = 1;
  return factors.map(({ value }) => (product *= value));
}

function Sign({ children }: { children: string }) {
  return (
    <li className={styles.sign} aria-hidden="true">
      {children}
    </li>
  );
}

export function ProductStrip({ title, factors, result, caption }: ProductStripProps) {
  const sofar = productsSoFar(factors);
  return (
    <Picture
      title={title}
      caption={caption}
      table={{ columns: ['layer', 'factor', 'what it is', 'product so far'], rows: () => factors.map(({ name, value, words }, k) => [name, value, words, sofar[k]]) }}
    >
      <ol className={styles.strip} aria-label={title}>
        {factors.map(({ name, symbol, number, words, value, swatch }, k) => (
          <Fragment key={k}>
            {k > 0 && <Sign>×</Sign>}
            <li className={value === 0 ? `${styles.card} ${styles.zero}` : styles.card} data-factor={value} title={formatExact(value)}>
              <span className={styles.name}>{name}</span>
              <span className={styles.symbol}>{symbol}</span>
              <span className={styles.picture}>
                {swatch && <Swatch {...swatch} />}
                {swatch && <span className={styles.what}>{swatch.what}</span>}
              </span>
              <span className={styles.number}>{number}</span>
              <small>{words}</small>
              {k > 0 && <span className={styles.sofar}>so far {formatShort(sofar[k], 4)}</span>}
            </li>
          </Fragment>
        ))}
        <Sign>=</Sign>
        <li className={`${styles.card} ${styles.result}`} title={formatExact(result.value)}>
          <span className={styles.name} />
          <span className={styles.symbol}>{result.symbol}</span>
          <span className={styles.picture} />
          <span className={styles.number}>{result.number}</span>
          <small>{result.words}</small>
        </li>
      </ol>
    </Picture>
  );
}
