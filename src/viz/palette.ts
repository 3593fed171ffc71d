// The colour tables: 256 entries each, one set a theme. Entry 0 is for what is not a number; 1 … 255 are the ramp.
// Warm is positive, cool is negative, and zero is close to the paper. Knows no values and no canvas.
import { interpolateLab, lab, piecewise, rgb } from 'd3';

export type Theme = 'light' | 'dark';
export type PaletteKind = 'diverging' | 'sequential' | 'grey';

export interface Palette {
  /** 256 packed pixels in the byte order of ImageData. */
  readonly pixels: Uint32Array;
  /** The same as CSS colours. */
  readonly css: readonly string[];
  /** True where dark ink reads better on the entry than light ink. */
  readonly darkInk: readonly boolean[];
}

/** First and last usable entry, and the one in the middle (zero of a diverging scale). */
export const FIRST = 1;
export const CENTRE = 128;
export const LAST = 255;

// The two arms of a diverging scale have equal CIELAB lightness, stop by stop: equal magnitudes look equally strong, and
// in grey the picture shows the magnitude.
const STOPS: Record<Theme, Record<PaletteKind, readonly string[]>> = {
  light: {
    diverging: ['#194274', '#3b7ebb', '#8dc0e2', '#f8f7f3', '#eda983', '#c7522f', '#7f130f'],
    sequential: ['#f8f7f3', '#d3e6cf', '#86c7a4', '#35978f', '#146474', '#0b2f4a'],
    grey: ['#fbfaf7', '#15171b'],
  },
  dark: {
    diverging: ['#b5dcfb', '#5da8df', '#2d679d', '#1c1f25', '#9e4825', '#ec814a', '#ffcba3'],
    sequential: ['#1a1d22', '#1b4550', '#22787a', '#4aac87', '#a5d78f', '#f5f4c0'],
    grey: ['#14161a', '#f4f2ec'],
  },
};
const MISSING: Record<Theme, string> = { light: '#b9a7c9', dark: '#5d4b6d' };

/** Relative luminance of WCAG 2, 0 to 1. */
export function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  const [red, green, blue] = [r, g, b].map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function build(theme: Theme, kind: PaletteKind): Palette {
  const ramp = piecewise(interpolateLab, [...STOPS[theme][kind]]);
  const css = Array.from({ length: 256 }, (_, index) =>
    index < FIRST ? MISSING[theme] : lab(ramp((index - FIRST) / (LAST - FIRST))).formatHex(),
  );
  const bytes = new Uint8Array(256 * 4);
  css.forEach((colour, index) => {
    const { r, g, b } = rgb(colour);
    bytes.set([r, g, b, 255], index * 4);
  });
  // Contrast with black is (L + 0.05) / 0.05 and with white 1.05 / (L + 0.05); they meet at L = 0.179.
  return { pixels: new Uint32Array(bytes.buffer), css, darkInk: css.map((colour) => luminance(colour) > 0.179) };
}

const cache = new Map<string, Palette>();

/** The table of one kind in one theme; built once. */
export function palette(kind: PaletteKind, theme: Theme): Palette {
  const key = `${theme} ${kind}`;
  let found = cache.get(key);
  if (!found) cache.set(key, (found = build(theme, kind)));
  return found;
}
