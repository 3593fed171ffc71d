// Products of matrices that lie in any order. Knows no layer.
import trainMatmul from '../../gpu/kernels/train_matmul.wgsl?raw';
import { expand } from '../../gpu/expand.ts';
import { channelTile, positionTile, readBy, stripesOf, type Tiles, upTo } from '../../gpu/tiles.ts';
import type { Kernel } from './workbench.ts';

/** 'images': as many as there are. */
type Extent = number | 'images';

/** C[m, n] = Σ A[m, k] · B[k, n]. */
export interface Product {
  readonly rows: Extent;
  readonly depth: Extent;
  readonly columns: Extent;
  /** Numbers from one row to the next, and from one k to the next. */
  readonly a: { readonly row: number; readonly depth: number };
  readonly b: { readonly depth: number; readonly column: number };
}

/** A product as a kernel makes it. */
export interface PlannedProduct {
  /** Takes A and B, or where it is turned B and A. */
  readonly kernel: Kernel;
  readonly turned: boolean;
  /** Parts that the sum over k goes into. */
  readonly stripes: number;
}

/** Columns below which a product is turned, where `tiles` says so: with few, four side by side leave threads without work. */
const FEW = 16;

/** @param images that the parts of a sum are planned for. */
export function planProduct(product: Product, tiles: Tiles, images: number): PlannedProduct {
  const few = (extent: Extent) => extent !== 'images' && extent < FEW;
  return tiles.turns && few(product.columns) && !few(product.rows) ? planned(turned(product), tiles, images, true) : planned(product, tiles, images, false);
}

/** Cᵀ = Bᵀ · Aᵀ */
function turned({ rows, depth, columns, a, b }: Product): Product {
  return { rows: columns, depth, columns: rows, a: { row: b.column, depth: b.depth }, b: { depth: a.depth, column: a.row } };
}

function planned(product: Product, tiles: Tiles, images: number, isTurned: boolean): PlannedProduct {
  const { rows, depth, columns, a, b } = product;
  const Q = columns === 'images' ? Math.min(4, tiles.channels) : channelTile(columns, tiles.channels);
  const most = Math.floor(tiles.sums / Q);
  const P = rows === 'images' ? Math.min(8, most) : positionTile(rows, most);
  const threadsOf = (count: number) => Math.ceil(extentOf(rows, count) / P) * 4 * Math.ceil(extentOf(columns, count) / (4 * Q));
  const stripes = stripesOf(extentOf(depth, images), threadsOf(images), tiles);
  const constants = {
    ROWS: extentOf(rows, 0), DEPTH: extentOf(depth, 0), COLUMNS: extentOf(columns, 0), STRIPES: stripes, TURNED: isTurned ? 1 : 0,
    A_ROW: a.row, A_DEPTH: a.depth, B_DEPTH: b.depth, B_COLUMN: b.column,
  };
  const { head, scope } = readBy(upTo(P), tiles);
  const source = head + expand(trainMatmul, { P, TILE: 4 * Q, p: upTo(P), q: upTo(Q), ...scope });
  return { stripes, turned: isTurned, kernel: { source, constants, threads: (_first, count) => threadsOf(count) * stripes } };
}

function extentOf(extent: Extent, images: number): number {
  return extent === 'images' ? images : extent;
}
