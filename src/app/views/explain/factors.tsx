// The factors of a path in the page's words: the symbol, the number and a few plain words of each.
import type { ReactNode } from 'react';
import type { CellPlace, Factor } from '../../../engine/protocol.ts';
import type { ProductFactor } from '../../../viz/index.ts';
import type { Factor as FormulaFactor } from '../../formula/formula.ts';
import { Num, Numbers, Symbol, wordsOf } from '../../formula/symbols.tsx';
import { plainFigure } from '../../ui/format.ts';

/** Where a cell is in its layer, in few words. */
export function cellInWords({ image, i, j, c }: CellPlace, vector = false): string {
  const place = vector ? `unit ${c}` : `map ${c}, row ${i}, column ${j}`;
  return image > 0 ? `${place} of image ${image + 1}` : place;
}

/** Those that the row's worked formula has too, as it writes them. */
function asInFormula({ source, layer, value }: Factor): FormulaFactor | null {
  switch (source.kind) {
    case 'activation':
      return { kind: 'mask', layer, function: source.function, input: source.input, value };
    case 'scale':
      return { kind: 'scale', layer, gamma: source.gamma, sigma: source.sigma, value };
    case 'normalised':
      return { kind: 'normalised', layer, input: source.input, mean: source.mean, sigma: source.sigma, value };
    case 'added':
      return { kind: 'one', layer, value: 1 };
    case 'input':
      return { kind: 'multiplied', layer, pixel: null, words: inputInWords(source), value };
    default:
      return null;
  }
}

function inputInWords({ from, place, padding }: Extract<Factor['source'], { kind: 'input' }>): string {
  if (padding) return 'outside the map, where the layer pads with zeros';
  const { image, i, j, c } = place;
  const where = from === 'input' ? `pixel (${i}, ${j})${c > 0 ? `, channel ${c}` : ''} as the network sees it` : `${from}: ${cellInWords(place)}`;
  return from === 'input' && image > 0 ? `${where}, of image ${image + 1}` : where;
}

const prime = (name: ReactNode) => (
  <mrow>
    <mi>{name}′</mi>
    <mo stretchy="false">(</mo>
    <mi>y</mi>
    <mo stretchy="false">)</mo>
  </mrow>
);

/** Those that the row's formula never has. */
function ownSymbol({ source }: Factor): ReactNode {
  switch (source.kind) {
    case 'prelu':
      return prime('prelu');
    case 'weight':
      return <mi>w</mi>;
    case 'largest':
      return <mi>max</mi>;
    case 'average':
      return (
        <mfrac>
          <mn>1</mn>
          <mi>n</mi>
        </mfrac>
      );
    case 'softmax':
      return source.same ? (
        <mrow>
          <mi>p</mi>
          <mo>(</mo>
          <mn>1</mn>
          <mo>−</mo>
          <mi>p</mi>
          <mo>)</mo>
        </mrow>
      ) : (
        <mrow>
          <mo>−</mo>
          <mi>p</mi>
          <mi>q</mi>
        </mrow>
      );
    case 'negative':
      return (
        <mrow>
          <mi>min</mi>
          <mo>(</mo>
          <mi>y</mi>
          <mo>,</mo>
          <mn>0</mn>
          <mo>)</mo>
        </mrow>
      );
    default:
      return null;
  }
}

function ownWords({ source, value }: Factor): string {
  switch (source.kind) {
    case 'prelu':
      return source.input > 0 ? `y = ${plainFigure(source.input, 3)} is positive: passed on` : `y = ${plainFigure(source.input, 3)} is not positive: alpha`;
    case 'weight':
      return source.name;
    case 'largest':
      return source.tied ? `one of the equally large of ${source.cells} cells` : `the largest of ${source.cells} cells, which takes it all`;
    case 'average':
      return `one of ${source.cells} cells, shared alike`;
    case 'softmax':
      return source.same ? `its own logit: p = ${plainFigure(source.p, 3)}` : `another logit: p = ${plainFigure(source.p, 3)}, q = ${plainFigure(source.q, 3)}`;
    case 'negative':
      return value === 0 ? 'its input is positive, so alpha is not used' : 'the negative input that alpha multiplies';
    default:
      return '';
  }
}

export function productFactor(factor: Factor): ProductFactor {
  const known = asInFormula(factor);
  return {
    name: factor.layer,
    symbol: <math>{known ? <Symbol factor={known} /> : ownSymbol(factor)}</math>,
    number: <math>{known ? <Numbers factor={known} /> : factor.value === 1 ? <mn>1</mn> : <Num value={factor.value} />}</math>,
    words: known ? wordsOf(known) : ownWords(factor),
    value: factor.value,
    swatch: factor.picture,
  };
}
