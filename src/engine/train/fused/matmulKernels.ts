// Products of matrices that lie in any order. Knows no layer.
import trainMatmul from '../../gpu/kernels/train_matmul.wgsl?raw';
import { type Kernel, upTo } from './bench.ts';
import { expand } from './expand.ts';
import { channelTile, positionTile, stripesOf, type Tiles } from './tiles.ts';

/** C[m, n] = Σ A[m, k] · B[k, n]. */
export interface Product {
  /** 'images': as many as there are. */
  readonly rows: number | 'images';
  readonly depth: number | 'images';
  readonly columns: number;
  /** Numbers from one row to the next, and from one k to the next. */
  readonly a: { readonly row: number; readonly depth: number };
  readonly b: { readonly depth: number; readonly column: number };
}

export function multiply(product: Product, tiles: Tiles, stripes: number): Kernel {
  const { P, Q } = tileOf(product, tiles);
  const perStrip = 4 * Math.ceil(product.columns / (4 * Q)) * stripes;
  const extent = (given: number | 'images') => (given === 'images' ? 0 : given);
  return {
    source: expand(trainMatmul, { P, TILE: 4 * Q, p: upTo(P), q: upTo(Q) }),
    constants: {
      ROWS: extent(product.rows), DEPTH: extent(product.depth), COLUMNS: product.columns, STRIPES: stripes,
      A_ROW: product.a.row, A_DEPTH: product.a.depth, B_DEPTH: product.b.depth, B_COLUMN: product.b.column,
    },
    threads: (_first, count) => Math.ceil((product.rows === 'images' ? count : product.rows) / P) * perStrip,
  };
}

/** Parts that the sum over k goes into. */
export function productStripes(product: Product, tiles: Tiles, images: number): number {
  const { P, Q } = tileOf(product, tiles);
  const [rows, depth] = [product.rows, product.depth].map((given) => (given === 'images' ? images : given));
  return stripesOf(depth, Math.ceil(rows / P) * 4 * Math.ceil(product.columns / (4 * Q)), tiles);
}

function tileOf({ rows, columns }: Product, tiles: Tiles): { P: number; Q: number } {
  return { P: rows === 'images' ? tiles.positions : positionTile(rows, tiles.positions), Q: channelTile(columns, tiles.channels) };
}
