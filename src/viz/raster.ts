// The pixels of all panels, written one by one: the same to the bit whatever draws the page. Pure.
import { panelBox, type PanelLayout } from './panels.ts';

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Packed pixels in ImageData's byte order; what no panel covers is transparent. */
  readonly pixels: Uint32Array<ArrayBuffer>;
}

/** Which cell each of `size` device pixels shows. */
function cellsAlong(size: number, cells: number): Int32Array {
  return Int32Array.from({ length: size }, (_, k) => Math.floor(((k + 0.5) * cells) / size));
}

/**
 * Every cell as a block of device pixels. `colours` are packed pixels, panel-major [panel, row, column]; `ratio` is the
 * number of device pixels a CSS pixel. Blocks differ by at most one pixel where cells are not whole device pixels.
 */
export function rasterise(layout: PanelLayout, colours: Uint32Array, ratio: number): Raster {
  const width = Math.max(1, Math.round(layout.width * ratio));
  const height = Math.max(1, Math.round(layout.height * ratio));
  const pixels = new Uint32Array(width * height);
  const across = cellsAlong(Math.round(layout.panelWidth * ratio), layout.columns);
  const down = cellsAlong(Math.round(layout.panelHeight * ratio), layout.rows);
  for (let panel = 0; panel < layout.count; panel++) {
    const box = panelBox(layout, panel);
    const left = Math.round(box.x * ratio);
    const top = Math.round(box.y * ratio);
    for (let y = 0; y < down.length; y++) {
      const start = (top + y) * width + left;
      // A line like the one above it is copied.
      if (y > 0 && down[y] === down[y - 1]) {
        pixels.copyWithin(start, start - width, start - width + across.length);
        continue;
      }
      const row = (panel * layout.rows + down[y]) * layout.columns;
      for (let x = 0; x < across.length; x++) pixels[start + x] = colours[row + across[x]];
    }
  }
  return { width, height, pixels };
}
