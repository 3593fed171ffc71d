// A number in the figures font; very large or small ones with a power of ten. Its exact value is its title.
import { figure } from './format.ts';

export function Figure({ value, precision = 4 }: { value: number; precision?: number }) {
  const { digits, exponent } = figure(value, precision);
  return (
    <span className="figures" title={String(value)}>
      {digits}
      {exponent !== null && (
        <>
          ·10<sup>{String(exponent).replace('-', '\u2212')}</sup>
        </>
      )}
    </span>
  );
}
