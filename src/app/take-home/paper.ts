// What a picture is copied onto: an SVG under construction, and how elements of it are made. Knows no picture.

const SVG = 'http://www.w3.org/2000/svg';
/** The name of links that older programs know too. */
const XLINK = 'http://www.w3.org/1999/xlink';

export interface Paper {
  /** Viewport coordinates of the paper's origin. */
  left: number;
  top: number;
  /** How far down something has been drawn; in the paper's coordinates. */
  bottom: number;
  /** For ids that are used once. */
  clips: number;
}

type Value = string | number | null | undefined;

/** Numbers with two decimals; what is null or undefined is left out. */
export function draw<K extends keyof SVGElementTagNameMap>(parent: Element, name: K, attributes: Readonly<Record<string, Value>>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttributeNS(key.startsWith('xlink:') ? XLINK : null, key, typeof value === 'number' ? short(value) : value);
  parent.append(element);
  return element;
}

export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Remembers that something was drawn down to there, in viewport coordinates. */
export function reach(paper: Paper, bottom: number): void {
  paper.bottom = Math.max(paper.bottom, bottom - paper.top);
}

/** A group that shows nothing outside of a box; in the paper's coordinates. */
export function clipped(paper: Paper, parent: Element, { left, top, width, height }: DOMRect): SVGGElement {
  const id = `clip-${++paper.clips}`;
  const clip = draw(parent, 'clipPath', { id });
  draw(clip, 'rect', { x: left - paper.left, y: top - paper.top, width, height });
  return draw(parent, 'g', { 'clip-path': `url(#${id})` });
}
