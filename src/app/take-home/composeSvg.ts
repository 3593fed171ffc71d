// A picture of the page as an SVG of its own, in the theme on show: title, legend, picture, caption, and where it comes from.
// Words stay words and drawings drawings; there is no foreignObject, which many programs cannot read.
import { paintOf } from './colour.ts';
import { copyElement } from './copyElement.ts';
import { familiesOf, measured } from './copyText.ts';
import { draw, type Paper } from './paper.ts';
import { wrap } from './wrap.ts';

const MARGIN = 16;
/** Narrower pictures stand on paper of this width, so that the words below have room. */
const LEAST_WIDTH = 380;

export interface Provenance {
  /** What is on show, in words. */
  words: string;
  link: string;
}

export function composeSvg(figure: Element, title: string, { words, link }: Provenance): { svg: SVGSVGElement; width: number; height: number } {
  const box = figure.getBoundingClientRect();
  const page = getComputedStyle(document.documentElement);
  const family = getComputedStyle(document.body).fontFamily;
  const ink = (name: string) => page.getPropertyValue(name).trim();
  const said = figure.textContent?.includes(title) ?? false;
  const head = said ? 0 : 26;
  const width = Math.ceil(Math.max(LEAST_WIDTH, box.width) + 2 * MARGIN);
  const lines = [words, link].flatMap((text) => wrap(text, width - 2 * MARGIN, (part) => measured(`10px ${family}`, part).width));
  const foot = MARGIN + head + box.height + 12;
  const height = Math.ceil(foot + 6 + 14 * lines.length + MARGIN - 4);

  const holder = document.createElement('div');
  const svg = draw(holder, 'svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' });
  draw(svg, 'title', {}).textContent = title;
  draw(svg, 'desc', {}).textContent = `${words} ${link}`;
  draw(svg, 'rect', { width, height, fill: paintOf(page.backgroundColor)?.colour ?? '#ffffff' });
  const text = { 'font-family': familiesOf(family), x: MARGIN };
  if (!said) draw(svg, 'text', { ...text, y: MARGIN + 14, 'font-size': 14, 'font-weight': 600, fill: ink('--ink') }).textContent = title;
  const paper: Paper = { root: svg, left: box.left - MARGIN, top: box.top - MARGIN - head, clips: 0 };
  copyElement(paper, draw(svg, 'g', {}), figure);
  draw(svg, 'path', { d: `M${MARGIN} ${foot}H${width - MARGIN}`, stroke: ink('--rule') });
  lines.forEach((line, k) => (draw(svg, 'text', { ...text, y: foot + 16 + 14 * k, 'font-size': 10, fill: ink('--ink-soft') }).textContent = line));
  return { svg, width, height };
}

/** As a file. */
export function svgText(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}
