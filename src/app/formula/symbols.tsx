// The factors of a formula as mathematics: their symbols, their numbers, and each in words.
import type { ReactNode } from 'react';
import { figure, plainFigure } from '../ui/format.ts';
import type { Factor, Formula } from './formula.ts';
import { letterOf } from './parameter.ts';

/** A number in a formula, with its sign and its power of ten. */
export function Num({ value, precision = 4 }: { value: number; precision?: number }) {
  const { digits, exponent } = figure(value, precision);
  const negative = digits.startsWith('\u2212');
  return (
    <mrow>
      {negative && <mo>{'\u2212'}</mo>}
      <mn>{negative ? digits.slice(1) : digits}</mn>
      {exponent !== null && (
        <>
          <mo>·</mo>
          <msup>
            <mn>10</mn>
            <mn>{String(exponent).replace('-', '\u2212')}</mn>
          </msup>
        </>
      )}
    </mrow>
  );
}

/** ∂h/∂w */
export function Derivative({ formula }: { formula: Formula }) {
  return (
    <mfrac>
      <mrow>
        <mo>∂</mo>
        <mi>h</mi>
      </mrow>
      <mrow>
        <mo>∂</mo>
        <mi>{letterOf(formula.block.parameter)}</mi>
      </mrow>
    </mfrac>
  );
}

const normalised = (
  <mover accent="true">
    <mi>x</mi>
    <mo stretchy="false">^</mo>
  </mover>
);

export function Symbol({ factor }: { factor: Factor }): ReactNode {
  switch (factor.kind) {
    case 'mask':
      return (
        <mrow>
          {/* Raised by its own shape: as an exponent it would be raised twice. */}
          <mi>{factor.function}′</mi>
          <mo stretchy="false">(</mo>
          <mi>y</mi>
          <mo stretchy="false">)</mo>
        </mrow>
      );
    case 'scale':
      return (
        <mfrac>
          <mi>γ</mi>
          <mi>σ</mi>
        </mfrac>
      );
    case 'normalised':
      return (
        <mrow>
          {normalised}
          <mo>=</mo>
          <mfrac>
            <mrow>
              <mi>z</mi>
              <mo>−</mo>
              <mi>μ</mi>
            </mrow>
            <mi>σ</mi>
          </mfrac>
        </mrow>
      );
    case 'multiplied':
      return <mi>x</mi>;
    case 'one':
      return <mn>1</mn>;
  }
}

export function Numbers({ factor }: { factor: Factor }): ReactNode {
  switch (factor.kind) {
    case 'scale':
      return (
        <mfrac>
          <Num value={factor.gamma} />
          <Num value={factor.sigma} />
        </mfrac>
      );
    case 'normalised':
      return (
        <mfrac>
          <mrow>
            <Num value={factor.input} />
            <mo>{factor.mean < 0 ? '+' : '−'}</mo>
            <Num value={Math.abs(factor.mean)} />
          </mrow>
          <Num value={factor.sigma} />
        </mfrac>
      );
    case 'mask':
      return factor.value === 0 || factor.value === 1 ? <mn>{factor.value}</mn> : <Num value={factor.value} />;
    case 'one':
      return <mn>1</mn>;
    case 'multiplied':
      return <Num value={factor.value} />;
  }
}

/** What the factor is, in a few plain words. */
export function wordsOf(factor: Factor): string {
  switch (factor.kind) {
    case 'mask': {
      if (factor.function !== 'relu') return `slope of ${factor.layer} at y = ${plainFigure(factor.input)}`;
      return factor.value === 0 ? `mask: y = ${plainFigure(factor.input, 3)}, so off` : `mask: y = ${plainFigure(factor.input, 3)}, so on`;
    }
    case 'scale':
      return `gain over spread in ${factor.layer}`;
    case 'normalised':
      return `normalised input of ${factor.layer}`;
    case 'multiplied':
      return factor.words;
    case 'one':
      return 'added as it is';
  }
}
