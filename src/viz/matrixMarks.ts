// What is marked in the matrix: the chosen row and column, and rings around entries. Draws on any 2D context.
import { xOf, yOf, type Marked, type Scene } from './matrixScene.ts';

/** A ring around a smaller cell is drawn larger than the cell. */
const LEAST_RING = 9;

/** The chosen row and column as lines that leave their crossing free, and rings around it and around the cursor. */
export function paintCrosshair(context: CanvasRenderingContext2D, scene: Scene): void {
  const { selected, cursor, frame, ink } = scene;
  const box = boxOf(scene, selected);
  context.fillStyle = ink.accent;
  context.globalAlpha = 0.75;
  if (selected.row !== null) {
    const y = Math.round(box.y + box.height / 2) - 0.5;
    const [from, to] = selected.column === null ? [0, 0] : [box.x - 2, box.x + box.width + 2];
    context.fillRect(frame.left, y, Math.max(0, from - frame.left), 1);
    context.fillRect(Math.max(frame.left, to), y, frame.left + frame.width - Math.max(frame.left, to), 1);
  }
  if (selected.column !== null) {
    const x = Math.round(box.x + box.width / 2) - 0.5;
    const [from, to] = selected.row === null ? [0, 0] : [box.y - 2, box.y + box.height + 2];
    context.fillRect(x, frame.top, 1, Math.max(0, from - frame.top));
    context.fillRect(x, Math.max(frame.top, to), 1, frame.top + frame.height - Math.max(frame.top, to));
  }
  context.globalAlpha = 1;
  if (selected.row !== null && selected.column !== null) ring(context, box, 4, 2);
  if (cursor.row !== null && cursor.column !== null) ring(context, boxOf(scene, cursor), 3, 1);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(scene: Scene, { row, column }: Marked): Box {
  const [x, y] = [xOf(scene, column ?? 0), yOf(scene, row ?? 0)];
  const size = { width: xOf(scene, (column ?? 0) + 1) - x, height: yOf(scene, (row ?? 0) + 1) - y };
  const [width, height] = [Math.max(LEAST_RING, size.width), Math.max(LEAST_RING, size.height)];
  return { x: x - (width - size.width) / 2, y: y - (height - size.height) / 2, width, height };
}

/** In two tones, which show on every colour. */
function ring(context: CanvasRenderingContext2D, { x, y, width, height }: Box, under: number, over: number): void {
  for (const [colour, line] of [['#14161a', under], ['#ffffff', over]] as const) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(x, y, width, height);
  }
  context.lineWidth = 1;
}
