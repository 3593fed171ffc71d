// Holds a Jacobian that is there against other ways to the same numbers: the float64 reference, dense cotangents on the same
// device, and central finite differences of the float64 forward pass.
import { ruleOf } from '../layers/rules.ts';
import { subscripts } from './checks.ts';
import type { Images, Network, Parameter } from '../model/network.ts';
import { activationsOnHost } from './computeOnHost.ts';
import type { Floats, Jacobian, JacobianOptions } from './jacobian.ts';
import { sitesOf } from './plan.ts';

/** The entry that differs most. Differences are divided by the largest magnitude of the other's row or column. */
export interface WorstEntry {
  readonly relativeError: number;
  /** Row and column of the Jacobian that was verified. */
  readonly row: number;
  readonly column: number;
  readonly engine: number;
  readonly other: number;
}

export interface Verification {
  readonly against: 'float64 reference' | 'dense cotangents' | 'finite differences';
  readonly worst: WorstEntry;
  /** Rows or columns that were compared, and columns passed over because a kink lies between the two points. */
  readonly compared: number;
  readonly skipped: number;
}

export interface VerifyOptions {
  /** Rows to recompute; default: eight spread evenly. */
  readonly rows?: readonly number[];
  /** Columns to differentiate numerically; default: eight spread evenly. */
  readonly columns?: readonly number[];
}

type Recompute = (options: JacobianOptions) => Promise<Jacobian>;

const NOTHING: WorstEntry = { relativeError: 0, row: -1, column: -1, engine: 0, other: 0 };

/** `count` whole numbers spread over 0 … length − 1. */
function spreadOver(length: number, count: number): number[] {
  const step = Math.max(1, Math.floor(length / count));
  return Array.from({ length: Math.min(length, count) }, (_, k) => Math.min(length - 1, k * step + Math.floor(step / 2)));
}

/** The worst entry of `engine` against `other`, relative to the largest magnitude of `other` (absolute where that is zero). */
function worstOf(engine: ArrayLike<number>, other: ArrayLike<number>, place: (k: number) => { row: number; column: number }): WorstEntry {
  let [at, gap, scale] = [0, 0, 0];
  for (let k = 0; k < engine.length; k++) {
    scale = Math.max(scale, Math.abs(other[k]));
    const here = Math.abs(engine[k] - other[k]);
    if (here > gap || Number.isNaN(here)) [at, gap] = [k, here];
    if (Number.isNaN(here)) break;
  }
  return { relativeError: scale > 0 ? gap / scale : gap, ...place(at), engine: engine[at], other: other[at] };
}

const worse = (a: WorstEntry, b: WorstEntry) => (a.row < 0 || b.relativeError > a.relativeError || Number.isNaN(b.relativeError) ? b : a);

async function againstRows(against: Verification['against'], J: Jacobian, rows: readonly number[], firstRow: number, recompute: Recompute, options: JacobianOptions): Promise<Verification> {
  let worst = NOTHING;
  for (const row of rows) {
    const other = await recompute({ ...options, rows: { start: firstRow + row, count: 1 }, dense: false, onProgress: undefined });
    try {
      worst = worse(worst, worstOf(await J.row(row), await other.row(0), (column) => ({ row, column })));
    } finally {
      other.dispose();
    }
  }
  return { against, worst, compared: rows.length, skipped: 0 };
}

/** The network or images with one number moved by `by`. */
function moved(network: Network, images: Images, parameter: string, at: number, by: number): { network: Network; images: Images } {
  const change = (values: Floats): Float64Array => {
    const copy = Float64Array.from(values);
    copy[at] += by;
    return copy;
  };
  if (parameter === 'input') return { network, images: { ...images, data: change(images.data) } };
  const layers = network.layers.map((layer) => {
    if (!ruleOf(layer).parameters(layer).some(({ name }) => name === parameter)) return layer;
    const entries = Object.entries(layer).map(([key, value]) => {
      const held = value as Parameter | null;
      return held && typeof held === 'object' && 'values' in held && held.name === parameter ? [key, { ...held, values: change(held.values as Floats) }] : [key, value];
    });
    return Object.fromEntries(entries) as unknown as typeof layer;
  });
  return { network: { ...network, layers }, images };
}

/**
 * Columns by (h(θ + ε) − h(θ − ε))/2ε in float64. A column is passed over where half the step gives another derivative: a
 * ReLU flips or a pool's winner changes in between.
 */
async function againstDifferences(J: Jacobian, network: Network, images: Images, columns: readonly number[], firstRow: number, options: JacobianOptions): Promise<Verification> {
  const forward = (parameter: string, at: number, by: number): Float64Array => {
    const there = moved(network, images, parameter, at, by);
    return activationsOnHost(sitesOf(there.network, images.shape[0], options.of, options.batchNorm === 'batch'), there.images);
  };
  let worst = NOTHING;
  let skipped = 0;
  for (const column of columns) {
    const block = J.blocks.find(({ start, size }) => column >= start && column < start + size)!;
    const derivative = (step: number): Float64Array => {
      const [up, down] = [forward(block.parameter, column - block.start, step), forward(block.parameter, column - block.start, -step)];
      return up.map((value, k) => (value - down[k]) / (2 * step)).subarray(firstRow, firstRow + J.rows);
    };
    const [whole, half] = [derivative(STEP), derivative(STEP / 2)];
    const scale = whole.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (whole.some((value, k) => Math.abs(value - half[k]) > KINK * Math.max(scale, 1e-12))) {
      skipped += 1;
      continue;
    }
    worst = worse(worst, worstOf(await J.column(column), half, (row) => ({ row, column })));
  }
  return { against: 'finite differences', worst, compared: columns.length - skipped, skipped };
}

/** Step of the differences in float64, and the disagreement of two steps that means a kink. */
const STEP = 1e-5;
const KINK = 1e-5;

/** @throws when a row or column is not the Jacobian's. */
function chosen(noun: string, wanted: readonly number[] | undefined, length: number): readonly number[] {
  const list = wanted ?? spreadOver(length, 8);
  const wrong = list.find((each) => !Number.isInteger(each) || each < 0 || each >= length);
  if (wrong !== undefined) throw new Error(`${noun}: ${wrong} is not one of the Jacobian's; choose 0 to ${length - 1}`);
  return list;
}

/** `onDevice` recomputes where J was computed; null where that is the host. `reference` recomputes in float64. */
export async function verifyJacobian(
  J: Jacobian, network: Network, images: Images, options: JacobianOptions, reference: Recompute, onDevice: Recompute | null, what: VerifyOptions,
): Promise<Verification[]> {
  const firstRow = options.rows?.start ?? 0;
  const rows = chosen('row', what.rows, J.rows);
  const columns = chosen('column', what.columns, J.columns);
  const results = [await againstRows('float64 reference', J, rows, firstRow, reference, { ...options, method: 'structured' })];
  if (onDevice) results.push(await againstRows('dense cotangents', J, rows.slice(0, 4), firstRow, onDevice, { ...options, method: 'batched' }));
  results.push(await againstDifferences(J, network, images, columns, firstRow, options));
  return results;
}

/** Where an entry of a parameter is, for words: `conv1/kernel [2, 3, 0, 7]`. */
export function columnName(J: Jacobian, column: number): string {
  const block = J.blocks.find(({ start, size }) => column >= start && column < start + size);
  if (!block) throw new Error(`column: ${column} is not one of the Jacobian's; choose 0 to ${J.columns - 1}`);
  return `${block.parameter} [${subscripts(column - block.start, block.shape).join(', ')}]`;
}
