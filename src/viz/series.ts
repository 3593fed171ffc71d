// How lines of several series are told apart: five colours of the palette, then the same dashed, then dotted. Pure.
import { palette, type Theme } from './palette.ts';

export interface SeriesStyle {
  stroke: string;
  dash: string | undefined;
}

const DASHES = [undefined, '6 3', '2 3'];

export function seriesStyle(index: number, theme: Theme): SeriesStyle {
  const [signed, size] = [palette('diverging', theme).css, palette('sequential', theme).css];
  const colours = ['var(--accent)', signed[220], size[150], signed[36], 'var(--ink-soft)'];
  return { stroke: colours[index % colours.length], dash: DASHES[Math.floor(index / colours.length) % DASHES.length] };
}
