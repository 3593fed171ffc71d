// A drawing as strokes, and its pixels: light ink on black, as the digits are stored. Knows no page.

export interface Point {
  /** From 0 at the left or top to 1. */
  readonly x: number;
  readonly y: number;
}

export type Stroke = readonly Point[];

/** Width of the pen as a part of the side: about what MNIST's digits have. */
export const PEN = 0.085;

/** Four pixels for one of a digit of 28, so that edges come out grey. */
const SIDE = 112;

/** What an SVG path draws; a dot is a line of no length. */
export function pathOf(stroke: Stroke, side = 1): string {
  const points = stroke.length === 1 ? [stroke[0], stroke[0]] : stroke;
  return points.map(({ x, y }, k) => `${k === 0 ? 'M' : 'L'}${(x * side).toFixed(4)} ${(y * side).toFixed(4)}`).join('');
}

export function pixelsOfDrawing(strokes: readonly Stroke[]): { width: number; height: number; rgba: Uint8ClampedArray } {
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#000';
  context.fillRect(0, 0, SIDE, SIDE);
  context.strokeStyle = '#fff';
  context.lineWidth = PEN * SIDE;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of strokes) context.stroke(new Path2D(pathOf(stroke, SIDE)));
  return { width: SIDE, height: SIDE, rgba: context.getImageData(0, 0, SIDE, SIDE).data };
}

const STEPS: Record<string, readonly [x: number, y: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where an arrow key takes the pen, a thirtieth of the side at a time; null for other keys. */
export function steered({ x, y }: Point, key: string): Point | null {
  const step = STEPS[key];
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  return step ? { x: inside(x + step[0] / 30), y: inside(y + step[1] / 30) } : null;
}
