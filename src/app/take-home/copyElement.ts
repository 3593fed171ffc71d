// An element of the page copied onto paper as it looks: boxes, pixels, drawings, words. Leaves out what only serves the page.
import { paintOf } from './colour.ts';
import { copyBox } from './copyBox.ts';
import { copySvg } from './copySvg.ts';
import { copyText } from './copyText.ts';
import { clipped, draw, reach, type Paper } from './paper.ts';

/** Tools, fields, and tables behind a picture. */
const SERVES_THE_PAGE = '[data-tools], input, select, textarea, [role=radiogroup], [role=tablist], [role=toolbar], button:has(svg.lucide), details:has(table), script, style';

/** What asks to be pointed at says nothing on paper. */
const invites = (element: Element) => element.matches('[data-idle]') && /\bpoint at\b/i.test(element.textContent ?? '');

function hidden(element: Element, style: CSSStyleDeclaration): boolean {
  return invites(element) || style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0' || style.clipPath.startsWith('inset(50%') || element.matches(SERVES_THE_PAGE);
}

/** Cells stay cells: nothing is smoothed. */
function copyPixels(paper: Paper, parent: Element, source: HTMLCanvasElement | HTMLImageElement): void {
  const [width, height] = source instanceof HTMLCanvasElement ? [source.width, source.height] : [source.naturalWidth, source.naturalHeight];
  const box = source.getBoundingClientRect();
  if (width === 0 || height === 0 || box.width === 0) return;
  reach(paper, box.bottom);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext('2d')!.drawImage(source, 0, 0);
  draw(parent, 'image', {
    x: box.left - paper.left, y: box.top - paper.top, width: box.width, height: box.height, preserveAspectRatio: 'none',
    'image-rendering': 'pixelated', style: 'image-rendering: pixelated', 'xlink:href': canvas.toDataURL(),
  });
}

/** The line of a fraction in MathML. */
function copyBar(paper: Paper, parent: Element, fraction: Element, { color }: CSSStyleDeclaration): void {
  const [over, under] = [...fraction.children].map((part) => part.getBoundingClientRect());
  const { left, width } = fraction.getBoundingClientRect();
  draw(parent, 'path', { d: `M${left - paper.left} ${(over.bottom + under.top) / 2 - paper.top}h${width}`, stroke: paintOf(color)?.colour });
}

/** True for what is cut off at its own edge. */
function cuts(element: Element, style: CSSStyleDeclaration): boolean {
  return style.overflow !== 'visible' && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
}

export function copyElement(paper: Paper, parent: Element, element: Element): void {
  const style = getComputedStyle(element);
  if (hidden(element, style)) return;
  const inside = style.opacity === '1' ? parent : draw(parent, 'g', { opacity: style.opacity });
  if (element instanceof SVGSVGElement) return copySvg(paper, inside, element, (foreign) => copyChildren(paper, inside, foreign));
  if (style.display !== 'contents') copyBox(paper, inside, element, style);
  if (element.localName === 'mfrac') copyBar(paper, inside, element, style);
  if (element instanceof HTMLCanvasElement || element instanceof HTMLImageElement) copyPixels(paper, inside, element);
  else copyChildren(paper, cuts(element, style) ? clipped(paper, inside, element.getBoundingClientRect()) : inside, element);
}

function copyChildren(paper: Paper, parent: Element, element: Element): void {
  for (const node of element.childNodes) {
    if (node instanceof Element) copyElement(paper, parent, node);
    else if (node instanceof Text) copyText(paper, parent, node);
  }
}
