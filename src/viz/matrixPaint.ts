// One frame of the matrix: cells from pictures that are there, their numbers where they have room, and what is marked. Draws on
// any 2D context; asks nothing of anybody.
import { formatShort } from './format.ts';
import { bracketsAlong } from './matrixAxes.ts';
import { paintCrosshair } from './matrixMarks.ts';
import { paintColumnNames, paintRowNames } from './matrixNames.ts';
import { along, text, xOf, yOf, type Scene } from './matrixScene.ts';
import { levelOf, type MatrixPiece } from './matrixTiles.ts';
import type { MatrixWindow } from './matrixWindow.ts';

/** Numbers stand in cells of at least this size. */
const NUMBERED = { width: 38, height: 13 };

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
