// An SVG as pixels. The page's own fonts travel in it: a drawing that is shown as an image sees no others.
import { svgText } from './composeSvg.ts';

/** Pixels for each CSS pixel. */
const SCALE = 2;
/** Browsers refuse larger canvases. */
const MOST = 16_384;

function covers(range: string, characters: ReadonlySet<number>): boolean {
  if (range === '') return true;
  const parts = range.split(',').map((part) => part.trim().slice(2).split('-').map((end) => Number.parseInt(end, 16)));
  return [...characters].some((character) => parts.some(([from, to = from]) => character >= from && character <= to));
}

function facesOf(sheet: CSSStyleSheet): CSSFontFaceRule[] {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
  } catch {
    return []; // A sheet of another origin, such as an extension's, cannot be read.
  }
}

const files = new Map<string, Promise<string>>();

async function asDataUrl(address: string): Promise<string> {
  const blob = await (await fetch(address)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(new Error(`font: ${address} could not be read. The picture can still be saved as SVG.`)));
    reader.readAsDataURL(blob);
  });
}

/** The faces that the drawing's words need, their files inside. */
async function fontsFor(text: string): Promise<string> {
  const characters = new Set(Array.from(text, (character) => character.codePointAt(0)!));
  const faces = [...document.styleSheets].flatMap(facesOf).filter(({ style }) => text.includes(style.getPropertyValue('font-family').replaceAll(/["']/g, '')) && covers(style.getPropertyValue('unicode-range'), characters));
  const rules = faces.map(async (face) => {
    const source = /url\("?([^")]+)"?\)/.exec(face.style.getPropertyValue('src'))?.[1];
    if (source === undefined) return '';
    const address = source.startsWith('data:') ? source : new URL(source, face.parentStyleSheet?.href ?? document.baseURI).href;
    if (!files.has(address)) files.set(address, source.startsWith('data:') ? Promise.resolve(source) : asDataUrl(address));
    return face.cssText.replace(/url\([^)]+\)/, `url("${await files.get(address)!}")`);
  });
  return (await Promise.all(rules)).join('\n');
}

export async function pngOf({ svg, width, height }: { svg: SVGSVGElement; width: number; height: number }): Promise<Blob> {
  const style = document.createElementNS(svg.namespaceURI, 'style');
  style.textContent = await fontsFor(svgText(svg));
  svg.prepend(style);
  const scale = Math.min(SCALE, MOST / width, MOST / height);
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svgText(svg)], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('picture: this browser made no PNG of it. Save it as SVG.'))), 'image/png'));
  } finally {
    URL.revokeObjectURL(address);
  }
}
