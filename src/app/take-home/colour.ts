// Computed colours as every program that reads an SVG understands them: six hex digits, and how opaque. Knows no picture.

export interface Paint {
  colour: string;
  /** 0 to 1. */
  opacity: number;
}

const hex = (part: number) => Math.round(part).toString(16).padStart(2, '0');

/** What the browser paints for a colour that is written in another space, such as `oklab(…)`. */
function painted(css: string): number[] {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}

/** Null where nothing is painted. */
export function paintOf(css: string): Paint | null {
  if (css === 'none' || css === '' || css === 'transparent') return null;
  const written = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(css);
  const [r, g, b, opacity] = written ? [written[1], written[2], written[3], written[4] ?? '1'].map(Number) : painted(css);
  return opacity === 0 ? null : { colour: `#${hex(r)}${hex(g)}${hex(b)}`, opacity };
}
