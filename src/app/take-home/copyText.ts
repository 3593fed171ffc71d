// Text of the page as lines of SVG text where they stand: words that share a line stay one text. Knows no picture.
import { paintOf } from './colour.ts';
import { draw, reach, type Paper } from './paper.ts';

export interface TextLine {
  text: string;
  left: number;
  right: number;
  top: number;
  height: number;
}

/** Families as they are called where they are installed, beside the names of the bundled files. */
export function familiesOf(css: string): string {
  return css.replace(/"([^"]+?)( Variable)?"/g, (_, name: string, variable?: string) => (variable ? `'${name}${variable}', '${name}'` : `'${name}'`));
}

let measuring: OffscreenCanvasRenderingContext2D | null = null;

export function measured(font: string, text: string): TextMetrics {
  measuring ??= new OffscreenCanvas(1, 1).getContext('2d')!;
  measuring.font = font;
  return measuring.measureText(text);
}

const fontOf = (style: CSSStyleDeclaration) => `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;

/** A word, or its letters where it is broken across lines. */
function* pieces(node: Text, range: Range): Generator<{ text: string; box: DOMRect; apart: boolean }> {
  const place = (from: number, to: number) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return range.getClientRects();
  };
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    const boxes = place(index, index + word.length);
    if (boxes.length === 1) yield { text: word, box: boxes[0], apart: true };
    else
      for (let k = 0; k < word.length; k++) {
        const box = place(index + k, index + k + 1)[0];
        if (box) yield { text: word[k], box, apart: k === 0 };
      }
  }
}

function linesOf(node: Text): TextLine[] {
  const lines: TextLine[] = [];
  const range = document.createRange();
  for (const { text, box, apart } of pieces(node, range)) {
    if (box.width === 0 || box.height === 0) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.top - box.top) < 2 && box.left >= line.right - 1) {
      line.text += apart ? ` ${text}` : text;
      line.right = box.right;
    } else lines.push({ text, left: box.left, right: box.right, top: box.top, height: box.height });
  }
  return lines;
}

function cased(text: string, { textTransform }: CSSStyleDeclaration): string {
  if (textTransform === 'uppercase') return text.toUpperCase();
  return textTransform === 'lowercase' ? text.toLowerCase() : text;
}

/** One node of text. Its length is written too, so that another font takes no more room. */
export function copyText(paper: Paper, parent: Element, node: Text): void {
  const lines = linesOf(node);
  if (lines.length === 0) return;
  const style = getComputedStyle(node.parentElement!);
  const paint = paintOf(style.color);
  if (!paint) return;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = measured(fontOf(style), 'x');
  for (const { text, left, right, top, height } of lines) {
    reach(paper, top + height);
    draw(parent, 'text', {
      x: left - paper.left,
      y: top - paper.top + (height - up - down) / 2 + up,
      'font-family': familiesOf(style.fontFamily),
      'font-size': Number.parseFloat(style.fontSize),
      'font-weight': style.fontWeight === '400' ? null : style.fontWeight,
      // A variable of a formula is slanted by what it is, not by its font.
      'font-style': style.textTransform === 'math-auto' && text.length === 1 ? 'italic' : style.fontStyle === 'normal' ? null : style.fontStyle,
      style: style.fontVariantNumeric === 'normal' ? null : `font-variant-numeric: ${style.fontVariantNumeric}`,
      fill: paint.colour,
      'fill-opacity': paint.opacity === 1 ? null : paint.opacity,
      textLength: right - left,
      lengthAdjust: 'spacingAndGlyphs',
    }).textContent = cased(text, style);
  }
}
