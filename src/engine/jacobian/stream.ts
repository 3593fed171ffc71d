// A Jacobian of any size as parts in row order, none of which takes more than the budget. Knows no device.
import type { BlockInfo } from '../protocol.ts';
import type { Images } from '../model/network.ts';
import type { Jacobian, JacobianOptions } from './jacobian.ts';
import { DEFAULT_BUDGET, type Plan } from './plan.ts';
import { volume } from '../layers/window.ts';

/** Consecutive rows, counted from the first row of the stream. */
export interface JacobianPart {
  readonly firstRow: number;
  readonly rows: number;
  /** Disposed of when the next part is asked for. */
  readonly jacobian: Jacobian;
}

/** Which images and rows one part is computed from. */
export interface PartRange {
  /** Images first … first + count − 1 are passed forward. */
  readonly images: { readonly first: number; readonly count: number };
  /** Rows, counted from the first row of these images. */
  readonly rows: { readonly start: number; readonly count: number };
  /** The part's first row, counted from the first row of the stream. */
  readonly firstRow: number;
}

/** What is known before anything is computed. */
export interface StreamHeader {
  readonly rows: number;
  readonly columns: number;
  readonly outputShape: readonly [number, number, number, number];
  /** Number, within all images, of the stream's first row. */
  readonly firstRow: number;
  readonly blocks: readonly BlockInfo[];
  /** Parts that it comes in, and bytes of the largest one's blocks. */
  readonly parts: number;
  readonly partBytes: number;
}

export interface JacobianStream extends StreamHeader, AsyncIterable<JacobianPart> {
  /** Without its first `parts` parts. */
  after(parts: number): AsyncIterable<JacobianPart>;
}

/** Float32 or float64 numbers of one image's forward pass. */
function tapeNumbers({ sites }: Plan): number {
  return sites.reduce((total, { input, output }) => total + volume(input) + volume(output), 0);
}

/**
 * Cuts a plan into parts: whole images while several fit, else rows of one image. A quarter of the budget is for a part's
 * blocks, a quarter for its forward pass, half for what is in flight. Batch statistics and derivatives with respect to the
 * input need all images in every part.
 */
export function partRanges(plan: Plan, budget: number, bytesPerNumber: number, mostRows = Infinity): PartRange[] {
  const perImage = volume(plan.sites[plan.sites.length - 1].output);
  const images = plan.outputShape[0];
  const together = plan.inputBlock !== null || plan.sites.some(({ batchStatistics }) => batchStatistics);
  const rowsHeld = Math.max(1, Math.min(mostRows, Math.floor(budget / 4 / (bytesPerNumber * plan.rowWidth))));
  const imagesHeld = Math.max(1, Math.min(Math.floor(rowsHeld / perImage), Math.floor(budget / 4 / (bytesPerNumber * tapeNumbers(plan)))));
  const ranges: PartRange[] = [];
  const end = plan.firstRow + plan.rows;
  for (let row = plan.firstRow; row < end; ) {
    const image = Math.floor(row / perImage);
    const wholeImages = !together && rowsHeld >= perImage;
    const stop = Math.min(end, wholeImages ? (image + imagesHeld) * perImage : together ? row + rowsHeld : Math.min((image + 1) * perImage, row + rowsHeld));
    const first = together ? 0 : image;
    const count = together ? images : Math.ceil(stop / perImage) - image;
    ranges.push({ images: { first, count }, rows: { start: row - first * perImage, count: stop - row }, firstRow: row - plan.firstRow });
    row = stop;
  }
  return ranges;
}

export function slice({ data, shape }: Images, first: number, count: number): Images {
  const [, H, W, C] = shape;
  return { data: data.subarray(first * H * W * C, (first + count) * H * W * C), shape: [count, H, W, C] };
}

type Compute = (images: Images, options: JacobianOptions) => Promise<Jacobian>;

/** The parts of `plan`, computed one after another as they are asked for. It may be gone through more than once. */
export function streamOf(plan: Plan, images: Images, options: JacobianOptions, bytesPerNumber: number, compute: Compute, mostRows?: number): JacobianStream {
  const budget = options.budget ?? DEFAULT_BUDGET;
  const ranges = partRanges(plan, budget, bytesPerNumber, mostRows);
  async function* parts(from: number): AsyncGenerator<JacobianPart> {
    const began = performance.now();
    for (const { images: range, rows, firstRow } of ranges.slice(from)) {
      const jacobian = await compute(slice(images, range.first, range.count), { ...options, rows, budget: budget / 2, onProgress: undefined });
      try {
        yield { firstRow, rows: rows.count, jacobian };
      } finally {
        jacobian.dispose();
      }
      const done = firstRow + rows.count;
      const here = done - (ranges[from]?.firstRow ?? 0);
      options.onProgress?.(done, plan.rows, ((performance.now() - began) / 1000 / here) * (plan.rows - done));
    }
  }
  return {
    rows: plan.rows,
    columns: plan.columns,
    outputShape: plan.outputShape,
    firstRow: plan.firstRow,
    blocks: plan.blocks,
    parts: ranges.length,
    partBytes: bytesPerNumber * plan.rowWidth * Math.max(...ranges.map(({ rows }) => rows.count)),
    after: parts,
    [Symbol.asyncIterator]: () => parts(0),
  };
}
