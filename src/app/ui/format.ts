// Numbers in words and figures, the same everywhere on the page.

const minus = '\u2212';

/** A whole number with its thousands apart: 11 520. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '\u00a0')
    .replace('-', minus);
}

export interface Figure {
  /** Sign and digits, with a true minus. */
  digits: string;
  /** Power of ten to write behind them, or null. */
  exponent: number | null;
}

/** `value` to `precision` significant digits; very large and very small ones as digits and a power of ten. */
export function figure(value: number, precision = 4): Figure {
  if (value === 0) return { digits: '0', exponent: null };
  if (!Number.isFinite(value)) return { digits: Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : `${minus}∞`, exponent: null };
  const [mantissa, power] = value.toExponential(precision - 1).split('e');
  const exponent = Number(power);
  const plain = exponent >= -3 && exponent < 6;
  const text = plain ? (exponent >= precision ? value.toFixed(0) : Number(value.toPrecision(precision)).toFixed(Math.max(0, precision - 1 - exponent))) : mantissa;
  return { digits: text.replace('-', minus), exponent: plain ? null : exponent };
}

/** `figure` as one plain string, for names, titles and tables: 1.2e−7. */
export function plainFigure(value: number, precision = 4): string {
  const { digits, exponent } = figure(value, precision);
  return exponent === null ? digits : `${digits}e${String(exponent).replace('-', minus)}`;
}

/** 0.873 → `87.3 %`. */
export function percent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)}\u00a0%`;
}

/** Bytes in the unit that suits them, decimal: 1.3 MB. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 ? rest : rest.toFixed(rest < 10 ? 2 : 1)}\u00a0${units[unit]}`;
}

/** A length of time in words: `8 s`, `2 min 10 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}\u00a0s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}\u00a0min ${whole % 60}\u00a0s`;
  return `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
}

/** Milliseconds as a reader wants them: `0.8 ms`, `42 ms`, `1.3 s`. */
export function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(1)}\u00a0s`;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}\u00a0ms`;
}

/** Sizes with crosses: 24×24×20. */
export function shape(sizes: readonly number[]): string {
  return sizes.join('×');
}
