// From a number to an entry of a colour table. Diverging scales are centred on zero, whatever the values are.
import { CENTRE, FIRST, LAST, palette, type Palette, type PaletteKind, type Theme } from './palette.ts';

export type ScaleKind = 'diverging' | 'sequential';
export type Domain = readonly [number, number];
export type Values = ArrayLike<number>;

export interface ColourScale {
  readonly kind: PaletteKind;
  readonly domain: Domain;
  readonly palette: Palette;
  /** Entry of the table, 1 … 255; 0 for NaN. Clamps. */
  index(value: number): number;
}

/** Smallest and largest finite value; [0, 0] where there is none. */
export function extent(values: Values): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/** [−m, m] with m the largest magnitude among the values. */
export function symmetricDomain(values: Values): [number, number] {
  const [low, high] = extent(values);
  const most = Math.max(Math.abs(low), Math.abs(high));
  return [most === 0 ? 0 : -most, most];
}

/** [0, max] for magnitudes; reaches below zero only where the values do. */
export function magnitudeDomain(values: Values): [number, number] {
  const [low, high] = extent(values);
  return [Math.min(0, low), Math.max(0, high)];
}

/** Linear from the domain onto the ramp. A domain without width (all values equal zero) is its own lowest entry. */
function ramp(kind: PaletteKind, domain: Domain, theme: Theme): ColourScale {
  const [low, high] = domain;
  const reach = high - low;
  const index = (value: number): number => {
    if (Number.isNaN(value)) return 0;
    if (!(reach > 0)) return FIRST;
    const entry = FIRST + Math.round(((value - low) / reach) * (LAST - FIRST));
    return Math.max(FIRST, Math.min(LAST, entry));
  };
  return { kind, domain, palette: palette(kind, theme), index };
}

/** Signed values: zero is the centre entry exactly, ±`maxAbs` the ends. Takes the values or their largest magnitude. */
export function divergingScale(source: Values | number, theme: Theme = 'light'): ColourScale {
  const most = typeof source === 'number' ? Math.abs(source) : symmetricDomain(source)[1];
  const index = (value: number): number => {
    if (Number.isNaN(value)) return 0;
    if (most === 0) return CENTRE;
    // A division each, because the reciprocal of a denormal is infinite.
    const size = Math.min(LAST - CENTRE, Math.round((Math.abs(value) / most) * (LAST - CENTRE)));
    return value < 0 ? CENTRE - size : CENTRE + size;
  };
  return { kind: 'diverging', domain: [most === 0 ? 0 : -most, most], palette: palette('diverging', theme), index };
}

/** Magnitudes. Takes the values, their largest, or a domain. */
export function sequentialScale(source: Values | number, theme: Theme = 'light'): ColourScale {
  return ramp('sequential', typeof source === 'number' ? [0, source] : magnitudeDomain(source), theme);
}

/** Pixels: the lowest is the paper, the highest the ink, in either theme. */
export function greyScale(domain: Domain, theme: Theme = 'light'): ColourScale {
  return ramp('grey', domain, theme);
}

/** The scale of a kind over a given domain; a diverging one is widened until it is centred on zero. */
export function scaleOf(kind: PaletteKind, domain: Domain, theme: Theme): ColourScale {
  if (kind === 'diverging') return divergingScale(Math.max(Math.abs(domain[0]), Math.abs(domain[1])), theme);
  return ramp(kind, domain, theme);
}

/** The domain that suits values of a kind. */
export function domainOf(kind: ScaleKind, values: Values): [number, number] {
  return kind === 'diverging' ? symmetricDomain(values) : magnitudeDomain(values);
}

/** Packed pixels of values, in their order, ready for an ImageData. */
export function colourise(values: Values, scale: ColourScale): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(values.length);
  const table = scale.palette.pixels;
  for (let k = 0; k < values.length; k++) out[k] = table[scale.index(values[k])];
  return out;
}
