// One frame of the matrix: cells from pictures that are there, their numbers where they have room, and what is marked. Draws on
// any 2D context; asks nothing of anybody.
import { formatShort } from './format.ts';
import { bracketsAlong, linesAlong, namesAlong, type AxisLabel, type MatrixAxis } from './matrixAxes.ts';
import type { MatrixImages } from './matrixImages.ts';
import { levelOf, type MatrixPiece, type MatrixSource } from './matrixTiles.ts';
import type { MatrixWindow } from './matrixWindow.ts';
import type { ColourScale } from './scale.ts';

/** Colours and fonts of the page in force. */
export interface Ink {
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly accent: string;
  readonly paper: string;
  readonly figures: string;
}

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Marked {
  readonly row: number | null;
  readonly column: number | null;
}

export interface Scene {
  readonly frame: Frame;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  readonly window: MatrixWindow;
  readonly source: MatrixSource;
  readonly images: MatrixImages;
  readonly scale: ColourScale;
  readonly rowAxis: MatrixAxis;
  readonly columnAxis: MatrixAxis;
  readonly selected: Marked;
  readonly cursor: Marked;
  readonly ink: Ink;
}

const LINE = 13;
/** Numbers stand in cells of at least this size. */
const NUMBERED = { width: 38, height: 13 };
/** A ring around a smaller cell is drawn larger than the cell. */
const LEAST_RING = 9;

const text = (size: number, { ink }: Scene): string => `${size}px ${ink.figures}`;

export function paintMatrix(context: CanvasRenderingContext2D, scene: Scene, width: number, height: number): void {
  const { ratio, frame } = scene;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  paintCells(context, scene);
  paintGrid(context, scene);
  paintNumbers(context, scene);
  paintCrosshair(context, scene);
  context.restore();
  context.strokeStyle = scene.ink.rule;
  context.strokeRect(frame.left - 0.5, frame.top - 0.5, frame.width + 1, frame.height + 1);
  paintRowNames(context, scene);
  paintColumnNames(context, scene);
}

function xOf({ frame, window }: Scene, column: number): number {
  return frame.left + ((column - window.left) / window.columns) * frame.width;
}

function yOf({ frame, window }: Scene, row: number): number {
  return frame.top + ((row - window.top) / window.rows) * frame.height;
}

/** The coarse first: what is missing of the fine shows what is known there already. */
function paintCells(context: CanvasRenderingContext2D, scene: Scene): void {
  const { source, window, frame, ratio } = scene;
  context.imageSmoothingEnabled = false;
  if (source.overview) paintOverview(context, scene, source.overview);
  const [down, across] = [levelOf(window.rows / frame.height / ratio), levelOf(window.columns / frame.width / ratio)];
  const usable = [...source.tiles()].filter(([place, piece]) => place.down >= down && place.across >= across && isInSight(piece, window));
  usable.sort(([a], [b]) => b.down + b.across - a.down - a.across);
  for (const [, piece] of usable) paintPiece(context, scene, piece);
}

function isInSight({ rows, columns }: MatrixPiece, window: MatrixWindow): boolean {
  const meet = (first: number, count: number, start: number, size: number) => first < start + size && first + count > start;
  return meet(rows.first, rows.count, window.top, window.rows) && meet(columns.first, columns.count, window.left, window.columns);
}

/** Only what is in sight of it: near, all of it would be a picture of a million pixels a side. */
function paintOverview(context: CanvasRenderingContext2D, { images, window, frame }: Scene, piece: MatrixPiece): void {
  const [wide, high] = [piece.width / piece.columns.count, piece.height / piece.rows.count];
  context.drawImage(images(piece), window.left * wide, window.top * high, window.columns * wide, window.rows * high, frame.left, frame.top, frame.width, frame.height);
}

/** Edges on whole device pixels, so that neighbours meet without a seam. */
function paintPiece(context: CanvasRenderingContext2D, scene: Scene, piece: MatrixPiece): void {
  const whole = (at: number) => Math.round(at * scene.ratio) / scene.ratio;
  const [left, right] = [whole(xOf(scene, piece.columns.first)), whole(xOf(scene, piece.columns.first + piece.columns.count))];
  const [top, bottom] = [whole(yOf(scene, piece.rows.first)), whole(yOf(scene, piece.rows.first + piece.rows.count))];
  context.drawImage(scene.images(piece), left, top, right - left, bottom - top);
}

/** Lines between the coarsest groups of columns, and between entries that are large. */
function paintGrid(context: CanvasRenderingContext2D, scene: Scene): void {
  const { window, frame, columnAxis, ink } = scene;
  context.strokeStyle = ink.rule;
  context.lineWidth = 1;
  context.beginPath();
  const [wide, high] = [frame.width / window.columns, frame.height / window.rows];
  if (wide >= 12 && high >= 8) {
    for (let column = Math.ceil(window.left); column < window.left + window.columns; column++) lineDown(context, scene, column);
    for (let row = Math.ceil(window.top); row < window.top + window.rows; row++) {
      const y = Math.round(yOf(scene, row)) - 0.5;
      context.moveTo(frame.left, y);
      context.lineTo(frame.left + frame.width, y);
    }
  }
  context.stroke();
  context.strokeStyle = ink.soft;
  context.globalAlpha = 0.55;
  context.beginPath();
  for (const { from } of bracketsAlong(columnAxis.levels[0], along(scene), () => 0)) if (from > window.left) lineDown(context, scene, from);
  context.stroke();
  context.globalAlpha = 1;
}

function lineDown(context: CanvasRenderingContext2D, scene: Scene, column: number): void {
  const x = Math.round(xOf(scene, column)) - 0.5;
  context.moveTo(x, scene.frame.top);
  context.lineTo(x, scene.frame.top + scene.frame.height);
}

/** In three digits, or two where those are too wide. */
function paintNumbers(context: CanvasRenderingContext2D, scene: Scene): void {
  const { window, frame, source, scale, ink } = scene;
  const [wide, high] = [frame.width / window.columns, frame.height / window.rows];
  if (wide < NUMBERED.width || high < NUMBERED.height) return;
  context.font = text(10, scene);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const figure = context.measureText('0').width;
  for (const [place, piece] of source.tiles()) {
    if (place.down > 0 || place.across > 0 || !isInSight(piece, window)) continue;
    const end = (first: number, count: number, start: number, size: number) => Math.min(first + count, Math.ceil(start + size));
    for (let row = Math.max(piece.rows.first, Math.floor(window.top)); row < end(piece.rows.first, piece.rows.count, window.top, window.rows); row++)
      for (let column = Math.max(piece.columns.first, Math.floor(window.left)); column < end(piece.columns.first, piece.columns.count, window.left, window.columns); column++) {
        const value = piece.values[(row - piece.rows.first) * piece.width + column - piece.columns.first];
        const index = scale.index(value);
        context.fillStyle = value === 0 ? ink.soft : scale.palette.darkInk[index] ? '#14161a' : '#ffffff';
        context.globalAlpha = value === 0 ? 0.6 : 1;
        const written = formatShort(value);
        context.fillText(written.length * figure <= wide - 3 ? written : formatShort(value, 2), xOf(scene, column + 0.5), yOf(scene, row + 0.5));
      }
  }
  context.globalAlpha = 1;
}

/** The chosen row and column as lines that leave their crossing free, and rings around it and around the cursor. */
function paintCrosshair(context: CanvasRenderingContext2D, scene: Scene): void {
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

function along({ window, frame }: Scene) {
  return { start: window.left, size: window.columns, pixels: frame.width };
}

/** The middle of what is in sight of a label's places. */
function middle({ from, to }: AxisLabel, start: number, size: number): number {
  return (Math.max(from, start) + Math.min(to, start + size)) / 2;
}

function paintRowNames(context: CanvasRenderingContext2D, scene: Scene): void {
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

function paintColumnNames(context: CanvasRenderingContext2D, scene: Scene): void {
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
