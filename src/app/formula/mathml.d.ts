// The elements of mathematics that the formulas use; React's types know none.
import type { HTMLAttributes } from 'react';

type MathProps = HTMLAttributes<MathMLElement> & { display?: 'block' | 'inline'; stretchy?: 'true' | 'false'; accent?: 'true'; mathvariant?: 'normal' };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      math: MathProps;
      mrow: MathProps;
      mi: MathProps;
      mn: MathProps;
      mo: MathProps;
      mtext: MathProps;
      mfrac: MathProps;
      msub: MathProps;
      msup: MathProps;
      mover: MathProps;
    }
  }
}
