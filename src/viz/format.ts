// How numbers are written, everywhere in the pictures: one formatter, a true minus sign, e-notation beyond 1e−3 … 1e5.

const MINUS = '\u2212';

/** Swaps the hyphen of a JavaScript number for U+2212 and drops the plus of an exponent. */
function typeset(text: string): string {
  return text.replace(/e\+/, 'e').replace(/-/g, MINUS);
}

function trimZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

function plain(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return value.toExponential(digits - 1);
  // toPrecision would turn 1234 into 1.23e+3; whole numbers below 1e5 stay whole numbers.
  return size >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
}

function write(value: number, digits: number, trim: boolean): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  if (Number.isInteger(value) && Math.abs(value) < 1e5) return typeset(String(value));
  const text = plain(value, digits);
  return typeset(trim ? trimZeros(text) : text);
}

/** Short form for a picture: three significant digits, so that columns line up. */
export function formatShort(value: number, digits = 3): string {
  return write(value, digits, false);
}

/** All with as many decimals as the largest needs for `digits` significant ones: short even where some are tiny. */
export function formatAligned(values: ArrayLike<number>, digits: number): string[] {
  const largest = Math.max(...Array.from(values, Math.abs));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(largest || 1)));
  return Array.from(values, (value) => (value === 0 ? '0' : typeset(value.toFixed(Math.min(decimals, 20)))));
}

/** Exact form for a read-out: seven significant digits, all that a float32 holds; no trailing zeros. */
export function formatExact(value: number): string {
  return write(value, 7, true);
}

/** A tick of a scale: as few digits as say it. */
export function formatTick(value: number): string {
  return write(Number(value.toPrecision(6)), 6, true);
}

/** A fraction of one as a percentage with one decimal; what is not quite nothing does not read as 0. */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return 'not a number';
  if (fraction > 0 && fraction < 0.0005) return '<0.1%';
  if (fraction < 1 && fraction >= 0.9995) return '>99.9%';
  return typeset(`${(fraction * 100).toFixed(1)}%`);
}
