// Walks the cells of one row's cotangent on the host. Pure.
import { channelsOf, type Place, type Window } from './window.ts';

/** Calls `visit` for every non-zero cell inside the map: its value, image, y, x and channel. */
export function forEachCell(
  window: Window,
  place: Place,
  cotangent: Float64Array,
  visit: (value: number, n: number, y: number, x: number, c: number, index: number) => void,
): void {
  const [h, w] = window.size;
  const [H, W] = window.map;
  const C = channelsOf(window);
  const own = window.channels === 'own';
  let index = 0;
  for (let image = 0; image < window.images; image++)
    for (let line = 0; line < h; line++)
      for (let column = 0; column < w; column++) {
        const y = place.top + line;
        const x = place.left + column;
        const inside = y >= 0 && y < H && x >= 0 && x < W;
        for (let c = 0; c < C; c++, index++) {
          const value = cotangent[index];
          if (value !== 0 && inside) visit(value, place.image + image, y, x, own ? place.channel : c, index);
        }
      }
}

/** Index of (n, y, x, c) in a map [N, H, W, C]. */
export function mapIndex(map: readonly [number, number, number], n: number, y: number, x: number, c: number): number {
  return ((n * map[0] + y) * map[1] + x) * map[2] + c;
}
