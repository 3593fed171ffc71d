// A Jacobian of any size as parts in row order, none of which takes more than the budget. Knows no device.
import type { BlockInfo } from '../protocol.ts';
import type { Images } from '../model/network.ts';
import { checkBudget } from './checks.ts';
import { paceOf } from './pace.ts';
import type { Jacobian, JacobianOptions } from './jacobian.ts';
import type { Plan, PlanRequest } from './plan.ts';
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

/** What parts have to keep to. */
export interface PartLimits {
  readonly budget: number;
  /** 4 on a device, 8 in the float64 reference. */
  readonly bytesPerNumber: number;
  /** Bytes that one buffer may take. */
  readonly binding?: number;
  readonly mostRows?: number;
  /** The budget is one in so many equal shares, of which the others are for what is done with the parts. */
  readonly share?: number;
}

/** Float32 or float64 numbers of one image's forward pass, with what prepares the way back. */
function tapeNumbers({ sites }: Plan): number {
  return sites.reduce((total, { input, output }) => total + volume(input) + volume(output), 0);
}

/** Whether every part needs all images: with batch statistics. Else rows of different images never meet. */
function isCoupled(plan: Plan): boolean {
  return plan.sites.some(({ batchStatistics }) => batchStatistics);
}

/** Bytes that the smallest part takes: one row, what is in flight for it, and the forward pass that it needs. */
export function leastBudget(plan: Plan, bytesPerNumber: number): number {
  const images = isCoupled(plan) ? plan.outputShape[0] : 1;
  const tape = volume(plan.sites[0].input) + plan.sites.reduce((total, { output }) => total + volume(output), 0);
  const inFlight = plan.chain ? (plan.chain.levelBytes / 4) * (plan.chain.coupled ? images : 1) : plan.cotangents * plan.largestWindow;
  return bytesPerNumber * (plan.rowWidth + inFlight + images * tape);
}

/**
 * Cuts a plan into parts: whole images while several fit, else rows of one image. A quarter of the budget is for a part's
 * blocks, a quarter for its forward pass, half for what is in flight.
 */
export function partRanges(plan: Plan, { budget, bytesPerNumber, binding = Infinity, mostRows = Infinity }: PartLimits): PartRange[] {
  const perImage = volume(plan.sites[plan.sites.length - 1].output);
  const images = plan.outputShape[0];
  const together = isCoupled(plan);
  const widest = Math.max(...plan.sites.map(({ input, output }) => Math.max(volume(input), volume(output))));
  const rowsHeld = Math.max(1, Math.min(mostRows, Math.floor(budget / 4 / (bytesPerNumber * plan.rowWidth))));
  const passed = Math.min(budget / 4 / tapeNumbers(plan), binding / widest) / bytesPerNumber;
  const imagesHeld = Math.max(1, Math.min(Math.floor(rowsHeld / perImage), Math.floor(passed)));
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

type Compute = (images: Images, options: JacobianOptions & Pick<PlanRequest, 'among'>) => Promise<Jacobian>;

/**
 * The parts of `plan`, computed one after another as they are asked for. It may be gone through more than once.
 * @throws when the budget is too small for even one row.
 */
export function streamOf(plan: Plan, images: Images, options: JacobianOptions, limits: PartLimits, compute: Compute): JacobianStream {
  const { budget, bytesPerNumber } = limits;
  const { share = 1 } = limits;
  checkBudget(share * budget, share * leastBudget(plan, bytesPerNumber));
  const ranges = partRanges(plan, limits);
  async function* parts(from: number): AsyncGenerator<JacobianPart> {
    const pace = paceOf(options, plan.rows, ranges[from]?.firstRow);
    for (const { images: range, rows, firstRow } of ranges.slice(from)) {
      const among = { first: range.first, images: images.shape[0] };
      const jacobian = await compute(slice(images, range.first, range.count), { ...options, rows, budget: budget / 2, onProgress: undefined, among });
      try {
        yield { firstRow, rows: rows.count, jacobian };
      } finally {
        jacobian.dispose();
      }
      pace.tell(firstRow + rows.count);
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
