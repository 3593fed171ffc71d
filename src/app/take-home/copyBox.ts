// What a box of the page paints of itself: its background, a rule across it, its borders, its outline. Knows no picture.
import { paintOf } from './colour.ts';
import { draw, reach, type Paper } from './paper.ts';

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;

/** A background of one colour that is written as a gradient, which is how a rule of some thickness is drawn across a box. */
function rule({ backgroundImage, backgroundSize }: CSSStyleDeclaration): { colour: string; height: number } | null {
  const colours = backgroundImage.match(/(?:rgba?|oklab|color)\([^)]+\)/g);
  const height = /^100% ([\d.]+)px$/.exec(backgroundSize);
  return backgroundImage.startsWith('linear-gradient') && height && colours && new Set(colours).size === 1 ? { colour: colours[0], height: Number(height[1]) } : null;
}

export function copyBox(paper: Paper, parent: Element, element: Element, style: CSSStyleDeclaration): void {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return;
  const at = { x: box.left - paper.left, y: box.top - paper.top, width: box.width, height: box.height };
  const radius = Math.min(Number.parseFloat(style.borderTopRightRadius) || 0, box.width / 2, box.height / 2) || null;
  const background = paintOf(style.backgroundColor);
  if (background) reach(paper, box.bottom);
  if (background) draw(parent, 'rect', { ...at, rx: radius, fill: background.colour, 'fill-opacity': background.opacity === 1 ? null : background.opacity });
  const across = rule(style);
  if (across) draw(parent, 'rect', { ...at, y: at.y + (box.height - across.height) / 2, height: across.height, fill: paintOf(across.colour)?.colour });
  copyBorders(parent, at, style, radius);
  // An outline is part of the picture where it is always there; else it marks the focus.
  const outline = style.outlineStyle === 'solid' && !element.matches(':focus, :focus-within') ? paintOf(style.outlineColor) : null;
  if (outline) {
    const width = Number.parseFloat(style.outlineWidth);
    const out = Number.parseFloat(style.outlineOffset) + width / 2;
    draw(parent, 'rect', { x: at.x - out, y: at.y - out, width: at.width + 2 * out, height: at.height + 2 * out, rx: radius, fill: 'none', stroke: outline.colour, 'stroke-width': width });
  }
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function copyBorders(parent: Element, { x, y, width, height }: Box, style: CSSStyleDeclaration, radius: number | null): void {
  const borders = SIDES.map((side) => ({ thick: Number.parseFloat(style[`border${side}Width`]), line: style[`border${side}Style`], paint: paintOf(style[`border${side}Color`]) }));
  const [first] = borders;
  const drawn = ({ thick, line, paint }: (typeof borders)[number]) => thick > 0 && line !== 'none' && line !== 'hidden' && paint !== null;
  const stroke = ({ thick, line, paint }: (typeof borders)[number]) => ({
    fill: 'none', stroke: paint!.colour, 'stroke-opacity': paint!.opacity === 1 ? null : paint!.opacity, 'stroke-width': thick,
    'stroke-dasharray': line === 'dashed' ? `${3 * thick} ${2 * thick}` : line === 'dotted' ? `${thick} ${thick}` : null,
  });
  const same = borders.every(({ thick, line, paint }) => thick === first.thick && line === first.line && paint?.colour === first.paint?.colour);
  if (same) {
    if (drawn(first)) draw(parent, 'rect', { x: x + first.thick / 2, y: y + first.thick / 2, width: width - first.thick, height: height - first.thick, rx: radius, ...stroke(first) });
    return;
  }
  const [top, right, bottom, left] = borders;
  const line = (border: (typeof borders)[number], d: string) => drawn(border) && draw(parent, 'path', { d, ...stroke(border) });
  line(top, `M${x} ${y + top.thick / 2}h${width}`);
  line(right, `M${x + width - right.thick / 2} ${y}v${height}`);
  line(bottom, `M${x} ${y + height - bottom.thick / 2}h${width}`);
  line(left, `M${x + left.thick / 2} ${y}v${height}`);
}
