// A drawing of the page with its style sheet's colours, lines and fonts written into each element. Knows no picture.
import { paintOf } from './colour.ts';
import { familiesOf } from './copyText.ts';
import { clipped, draw, reach, short, type Paper } from './paper.ts';

/** Handed down from element to element, with what they are where nobody says. */
const INHERITED: Readonly<Record<string, string>> = {
  'fill-rule': 'nonzero', 'stroke-width': '1px', 'stroke-dasharray': 'none', 'stroke-dashoffset': '0px', 'stroke-linecap': 'butt', 'stroke-linejoin': 'miter',
  'font-size': '', 'font-weight': '400', 'font-style': 'normal', 'text-anchor': 'start', 'letter-spacing': 'normal', 'paint-order': 'normal',
  'marker-start': 'none', 'marker-mid': 'none', 'marker-end': 'none', 'shape-rendering': 'auto',
};
const OWN: Readonly<Record<string, string>> = { opacity: '1', 'clip-path': 'none', mask: 'none', 'vector-effect': 'none', 'stop-color': 'rgb(0, 0, 0)', 'stop-opacity': '1' };
const LEFT_OUT = /^(?:class|style|role|tabindex|transform|data-.*|aria-.*|on.*|fill|stroke|fill-opacity|stroke-opacity|dominant-baseline|font-family)$/;
/** From the middle of a line of letters to where they stand, in their size: programs differ in what they take for the middle. */
const MIDDLE = '0.35em';

/** `url("#a")` as attributes have it. */
const reference = (value: string) => value.replaceAll('"', '');
const bare = (value: string) => reference(value).replaceAll('px', '');

function paint(copy: Element, name: 'fill' | 'stroke', style: CSSStyleDeclaration): void {
  const value = style.getPropertyValue(name);
  if (value.startsWith('url(')) return copy.setAttribute(name, reference(value));
  const found = paintOf(value);
  copy.setAttribute(name, found?.colour ?? 'none');
  const opacity = (found?.opacity ?? 1) * Number(style.getPropertyValue(`${name}-opacity`));
  if (found && opacity !== 1) copy.setAttribute(`${name}-opacity`, short(opacity));
}

const SHAPES = /^(?:path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|use)$/;

function dress(copy: Element, source: SVGGraphicsElement, style: CSSStyleDeclaration): void {
  for (const { name, value } of source.attributes) if (!LEFT_OUT.test(name)) copy.setAttribute(name, value);
  if (SHAPES.test(source.localName)) {
    paint(copy, 'fill', style);
    paint(copy, 'stroke', style);
    const letters = source.localName.startsWith('t');
    for (const [name, usual] of Object.entries(INHERITED)) {
      const value = style.getPropertyValue(name);
      if (value !== usual && value !== '' && (letters || !/^(?:font|text|letter)/.test(name))) copy.setAttribute(name, bare(value));
    }
    if (letters) dressLetters(copy, source, style);
  }
  for (const [name, usual] of Object.entries(OWN)) {
    const value = style.getPropertyValue(name);
    if (value === usual || value === '') continue;
    copy.setAttribute(name, name === 'stop-color' ? (paintOf(value)?.colour ?? 'none') : reference(value));
  }
}

function dressLetters(copy: Element, source: SVGGraphicsElement, style: CSSStyleDeclaration): void {
  copy.setAttribute('font-family', familiesOf(style.fontFamily));
  if (style.fontVariantNumeric !== 'normal') copy.setAttribute('style', `font-variant-numeric: ${style.fontVariantNumeric}`);
  if (/^(?:central|middle)$/.test(style.dominantBaseline) && !source.hasAttribute('dy')) copy.setAttribute('dy', MIDDLE);
}

/** Style sheets may move an element too, about any point: only the drawing's own matrices know all of it. */
function moved(source: SVGGraphicsElement): string | null {
  const [inner, outer] = [source.getScreenCTM?.(), (source.parentNode as SVGGraphicsElement).getScreenCTM?.()];
  return inner && outer ? matrix(outer.inverse().multiply(inner)) : source.getAttribute('transform');
}

function matrix({ a, b, c, d, e, f }: DOMMatrix): string | null {
  const numbers = [a, b, c, d, e, f].map((value) => Math.round(value * 1e4) / 1e4);
  if (numbers.join() === '1,0,0,1,0,0') return null;
  return numbers.slice(0, 4).join() === '1,0,0,1' ? `translate(${numbers[4]} ${numbers[5]})` : `matrix(${numbers.join(' ')})`;
}

function copyElement(parent: Element, source: Element, html: (foreign: Element) => void): void {
  if (/^(?:script|style|title|desc)$/.test(source.localName)) return;
  if (source.localName === 'foreignObject') return html(source);
  const style = getComputedStyle(source);
  if (style.display === 'none' && !/^(?:defs|clipPath|linearGradient|radialGradient|stop|marker|pattern|mask|symbol)$/.test(source.localName)) return;
  if (style.visibility === 'hidden' && source.childElementCount === 0) return;
  const copy = draw(parent, source.localName as 'g', {});
  dress(copy, source as SVGGraphicsElement, style);
  const way = style.transform === 'none' || style.transform === '' ? null : moved(source as SVGGraphicsElement);
  if (way) copy.setAttribute('transform', way);
  copyInside(copy, source, html);
}

function copyInside(copy: Element, source: Element, html: (foreign: Element) => void): void {
  for (const node of source.childNodes) {
    if (node instanceof Element) copyElement(copy, node, html);
    else if (node instanceof Text && /^(?:text|tspan|textPath)$/.test(source.localName)) copy.append(node.data);
  }
}

/** `html` copies what of the page stands inside the drawing. */
export function copySvg(paper: Paper, parent: Element, source: SVGSVGElement, html: (foreign: Element) => void): void {
  const box = source.getBoundingClientRect();
  const user = source.getScreenCTM();
  if (!user || box.width === 0 || box.height === 0) return;
  reach(paper, box.bottom);
  const outside = getComputedStyle(source).overflow !== 'visible' && reachesOut(source, box, user);
  const place = new DOMMatrix([1, 0, 0, 1, -paper.left, -paper.top]).multiply(new DOMMatrix([user.a, user.b, user.c, user.d, user.e, user.f]));
  copyInside(draw(outside ? clipped(paper, parent, box) : parent, 'g', { transform: matrix(place) }), source, html);
}

function reachesOut(source: SVGSVGElement, box: DOMRect, user: DOMMatrix): boolean {
  const { x, y, width, height } = source.getBBox();
  const [from, to] = [new DOMPoint(x, y).matrixTransform(user), new DOMPoint(x + width, y + height).matrixTransform(user)];
  return from.x < box.left - 1 || from.y < box.top - 1 || to.x > box.right + 1 || to.y > box.bottom + 1;
}
