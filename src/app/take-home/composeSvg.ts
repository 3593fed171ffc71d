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

interface Composed {
  svg: SVGSVGElement;
  width: number;
  height: number;
}

const ink = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Below the picture, from `top` on: a rule, and where it comes from. Answers where that ends. */
function writeFoot(svg: SVGSVGElement, { words, link }: Provenance, width: number, top: number): number {
  const family = getComputedStyle(document.body).fontFamily;
  const length = (part: string) => measured(`10px ${family}`, part).width;
  const lines = [words, link].flatMap((text) => wrap(text, width - 2 * MARGIN, length));
  draw(svg, 'path', { d: `M${MARGIN} ${top}H${width - MARGIN}`, stroke: ink('--rule') });
  const shared = { x: MARGIN, 'font-family': familiesOf(family), 'font-size': 10, fill: ink('--ink-soft'), lengthAdjust: 'spacingAndGlyphs' };
  lines.forEach((line, k) => (draw(svg, 'text', { ...shared, y: top + 16 + 14 * k, textLength: length(line) }).textContent = line));
  return top + 2 + 14 * lines.length;
}

export function composeSvg(figure: Element, title: string, provenance: Provenance): Composed {
  const box = figure.getBoundingClientRect();
  const width = Math.ceil(Math.max(LEAST_WIDTH, box.width) + 2 * MARGIN);
  const svg = draw(document.createElement('div'), 'svg', { width, role: 'img' });
  draw(svg, 'title', {}).textContent = title;
  draw(svg, 'desc', {}).textContent = `${provenance.words} ${provenance.link}`;
  const ground = draw(svg, 'rect', { width, fill: paintOf(getComputedStyle(document.documentElement).backgroundColor)?.colour ?? '#ffffff' });
  const said = figure.textContent?.includes(title) ?? false;
  const top = said ? MARGIN : MARGIN + 26;
  if (!said) draw(svg, 'text', { x: MARGIN, y: MARGIN + 14, 'font-family': familiesOf(getComputedStyle(document.body).fontFamily), 'font-size': 14, 'font-weight': 600, fill: ink('--ink') }).textContent = title;
  const paper: Paper = { left: box.left - MARGIN, top: box.top - top, bottom: top, clips: 0 };
  copyElement(paper, draw(svg, 'g', {}), figure);
  const height = Math.ceil(writeFoot(svg, provenance, width, paper.bottom + 12) + MARGIN);
  svg.setAttribute('height', String(height));
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  ground.setAttribute('height', String(height));
  return { svg, width, height };
}

/** As a file. */
export function svgText(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}
