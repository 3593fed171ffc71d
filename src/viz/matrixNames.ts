// The names beside the matrix's rows and above its columns, where there is room for them. Draws on any 2D context.
import { bracketsAlong, linesAlong, namesAlong, type AxisLabel } from './matrixAxes.ts';
import { along, text, xOf, yOf, type Scene } from './matrixScene.ts';

const LINE = 13;

/** The middle of what is in sight of a label's places. */
function middle({ from, to }: AxisLabel, start: number, size: number): number {
  return (Math.max(from, start) + Math.min(to, start + size)) / 2;
}

export function paintRowNames(context: CanvasRenderingContext2D, scene: Scene): void {
  const { frame, window, ink, rowAxis, selected } = scene;
  context.font = text(10, scene);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const room = frame.left - 12;
  const labels = linesAlong(rowAxis, { start: window.top, size: window.rows, pixels: frame.height }, LINE, room, (name) => context.measureText(name).width);
  for (const label of labels) {
    const y = yOf(scene, middle(label, window.top, window.rows));
    if (y < frame.top + 2 || y > frame.top + frame.height - 2) continue;
    const chosen = selected.row !== null && selected.row >= label.from && selected.row < label.to;
    context.fillStyle = chosen ? ink.accent : ink.soft;
    context.fillText(label.text, frame.left - 8, y);
    context.fillStyle = ink.rule;
    context.fillRect(frame.left - 5, Math.round(yOf(scene, label.from)) - 0.5, 5, 1);
  }
}

export function paintColumnNames(context: CanvasRenderingContext2D, scene: Scene): void {
  const { frame, window, ink, columnAxis, selected } = scene;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.font = text(11, scene);
  const measure = (name: string) => context.measureText(name).width;
  const bracket = frame.top - 22;
  for (const label of bracketsAlong(columnAxis.levels[0], along(scene), measure)) {
    const [left, right] = [Math.max(frame.left, xOf(scene, label.from)), Math.min(frame.left + frame.width, xOf(scene, label.to))];
    context.strokeStyle = ink.soft;
    context.beginPath();
    if (label.from >= window.left) context.moveTo(left + 1.5, bracket + 5);
    context.lineTo(left + 1.5, bracket + 0.5);
    context.lineTo(right - 1.5, bracket + 0.5);
    if (label.to <= window.left + window.columns) context.lineTo(right - 1.5, bracket + 5);
    context.stroke();
    const chosen = selected.column !== null && selected.column >= label.from && selected.column < label.to;
    context.fillStyle = chosen ? ink.accent : ink.ink;
    context.fillText(label.text, (left + right) / 2, bracket - 5);
  }
  context.font = text(9, scene);
  for (const label of namesAlong(columnAxis, along(scene), measure)) {
    const x = xOf(scene, middle(label, window.left, window.columns));
    const half = measure(label.text) / 2;
    if (x - half < frame.left - 4 || x + half > frame.left + frame.width + 4) continue;
    const chosen = selected.column !== null && selected.column >= label.from && selected.column < label.to;
    context.fillStyle = chosen ? ink.accent : ink.soft;
    context.fillText(label.text, x, frame.top - 5);
  }
}
