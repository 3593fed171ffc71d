// Where the cotangent of one row lives: a window on a feature map, and how it moves with the row. Pure.

/** [H, W, C] of one image. */
import { merged } from '../gpu/shader.ts';
export type Shape3 = readonly [number, number, number];

/**
 * The support of a pulled-back one-hot cotangent. Row r of image n is the unit (i, j, c) of `rows`; its cotangent is zero
 * outside the window whose top-left cell is (i·stride + origin) on `map`. Cells are ordered (image, y, x, channel).
 * A window may stick out of the map (padding); what sticks out is zero.
 */
export interface Window {
  readonly rows: Shape3;
  readonly map: Shape3;
  /** 1: the row's own image. N: all images, which batch statistics couple. */
  readonly images: number;
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly origin: readonly [number, number];
  /** `own`: one channel is alive, the row's own; there `map[2] === rows[2]`. */
  readonly channels: 'own' | 'all';
}

/** A row's window made concrete. */
export interface Place {
  readonly image: number;
  readonly channel: number;
  readonly top: number;
  readonly left: number;
}

export function volume(shape: Shape3): number {
  return shape[0] * shape[1] * shape[2];
}

/** The one-hot cotangent itself: a single cell in a single channel. */
export function ownWindow(map: Shape3): Window {
  return { rows: map, map, images: 1, size: [1, 1], stride: [1, 1], origin: [0, 0], channels: 'own' };
}

/** The whole map, all channels, for rows laid out as in `window`. */
export function planeWindow(window: Window, images = 1): Window {
  const [H, W] = window.map;
  return { ...window, images, size: [H, W], stride: [0, 0], origin: [0, 0], channels: 'all' };
}

export function isPlane(window: Window): boolean {
  const [H, W] = window.map;
  const [h, w] = window.size;
  return h === H && w === W && window.channels === 'all' && window.stride[0] === 0 && window.stride[1] === 0;
}

/** The cotangent as it began: each row's one number is at the row's own place. */
export function isOneHot(window: Window): boolean {
  const { rows, map, stride, origin } = window;
  const inPlace = (a: 0 | 1) => rows[a] === map[a] && origin[a] === 0 && (stride[a] === 1 || map[a] === 1);
  return window.channels === 'own' && cellsOf(window) === 1 && rows[2] === map[2] && inPlace(0) && inPlace(1);
}

/** How many numbers a row's cotangent holds. */
export function cellsOf(window: Window): number {
  return window.images * window.size[0] * window.size[1] * channelsOf(window);
}

export function channelsOf(window: Window): number {
  return window.channels === 'own' ? 1 : window.map[2];
}

/** Along each axis a window that would cover the map becomes the map. */
export function clampToMap(window: Window): Window {
  const axis = (a: 0 | 1) => window.size[a] >= window.map[a];
  const pick = (values: readonly [number, number], whole: readonly [number, number]): [number, number] => [
    axis(0) ? whole[0] : values[0],
    axis(1) ? whole[1] : values[1],
  ];
  return {
    ...window,
    size: pick(window.size, [window.map[0], window.map[1]]),
    stride: pick(window.stride, [0, 0]),
    origin: pick(window.origin, [0, 0]),
  };
}

/** The smallest window that covers all of these, which lie on one map: they move alike with the row, or it is the whole map. */
export function hull(windows: readonly Window[]): Window {
  return windows.reduce(hullOfTwo);
}

function hullOfTwo(a: Window, b: Window): Window {
  const sameRows = a.rows.every((extent, axis) => extent === b.rows[axis]);
  if (a.images !== b.images || !sameRows) return planeWindow(a, Math.max(a.images, b.images));
  const along = (axis: 0 | 1): { size: number; stride: number; origin: number } => {
    if (a.stride[axis] !== b.stride[axis]) return { size: a.map[axis], stride: 0, origin: 0 };
    const origin = Math.min(a.origin[axis], b.origin[axis]);
    return { size: Math.max(a.origin[axis] + a.size[axis], b.origin[axis] + b.size[axis]) - origin, stride: a.stride[axis], origin };
  };
  const [y, x] = [along(0), along(1)];
  const both = { ...a, size: [y.size, x.size], stride: [y.stride, x.stride], origin: [y.origin, x.origin] } as const;
  return a.channels === 'own' && b.channels === 'own' ? both : clampToMap({ ...both, channels: 'all' });
}

/** Where row r (counted over all images) sits. */
export function placeOf(window: Window, r: number): Place {
  const [H, W, C] = window.rows;
  const channel = r % C;
  const j = Math.floor(r / C) % W;
  const i = Math.floor(r / (C * W)) % H;
  return {
    image: window.images > 1 ? 0 : Math.floor(r / (C * W * H)),
    channel,
    top: i * window.stride[0] + window.origin[0],
    left: j * window.stride[1] + window.origin[1],
  };
}

/** The window as pipeline constants of `window.wgsl`. */
export function windowConstants(window: Window): Record<string, number> {
  const [H, W, C] = window.rows;
  return merged({ ROWS_H: H, ROWS_W: W, ROWS_C: C }, sideConstants(window, ''), { OWN: window.channels === 'own' ? 1 : 0 });
}

/** Map, size and position of a window, each name with a suffix (`_IN` for the window on a layer's input). */
export function sideConstants(window: Window, suffix: '' | '_IN'): Record<string, number> {
  const constants: Record<string, number> = {
    MAP_H: window.map[0],
    MAP_W: window.map[1],
    MAP_C: window.map[2],
    WIN_N: window.images,
    WIN_H: window.size[0],
    WIN_W: window.size[1],
    WIN_C: channelsOf(window),
    STRIDE_Y: window.stride[0],
    STRIDE_X: window.stride[1],
    ORIGIN_Y: window.origin[0],
    ORIGIN_X: window.origin[1],
  };
  return suffix === '' ? constants : Object.fromEntries(Object.entries(constants).map(([name, value]) => [name + suffix, value]));
}
