// Statistics, J Jᵀ and products of a Jacobian in parts against those of the dense matrix, worked out on the spot.
import { expect } from 'vitest';
import { type Images, jacobian, jacobianGram, type JacobianOptions, jacobianStatistics, jacobianStream, type Network } from '../index.ts';
import { jvpOf, vjpOf } from '../jacobian/statistics.ts';
import { emptyUnitSums } from '../jacobian/unitSums.ts';
import { relativeError } from './relativeError.ts';

const column = (dense: ArrayLike<number>, P: number, p: number) => Array.from({ length: dense.length / P }, (_, r) => dense[r * P + p]);

/** @param options the budget in them cuts the stream; the whole is computed without it, on the host. */
export async function expectStatistics(network: Network, images: Images, options: JacobianOptions, tolerance: number): Promise<void> {
  const whole = await jacobian(network, images, { ...options, budget: undefined, device: null });
  const dense = await (await whole.dense()).read();
  const [R, P] = [whole.rows, whole.columns];
  const near = (what: string, got: ArrayLike<number>, truth: ArrayLike<number>) => expect(relativeError(got, truth), `statistics: ${what}`).toBeLessThanOrEqual(tolerance);
  const columns = Array.from({ length: P }, (_, p) => column(dense, P, p));
  const stream = await jacobianStream(network, images, options);
  expect(stream.parts).toBeGreaterThan(2);

  const statistics = await jacobianStatistics(network, images, options);
  near('row norms', statistics.rowNorms, await whole.rowNorms());
  near('column norms', statistics.columnNorms, await whole.columnNorms());
  const mean = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / R);
  // A mean may cancel to nothing (softmax rows do): what it is made of sets the scale.
  const scale = Math.hypot(...statistics.columnMeanAbsolutes);
  expect(Math.hypot(...mean.map((value, p) => value - statistics.columnMeans[p])), 'means').toBeLessThanOrEqual(tolerance * scale);
  near('mean magnitudes', statistics.columnMeanAbsolutes, columns.map((values) => values.reduce((sum, value) => sum + Math.abs(value), 0) / R));
  const { columnMaxima, rowMaxima } = statistics;
  near('column maxima', columnMaxima.values.map(Math.abs), columns.map((values) => Math.max(...values.map(Math.abs))));
  const largest = Math.max(...columnMaxima.values.map(Math.abs));
  const at = (r: number, p: number) => (r < 0 || p < 0 ? 0 : dense[r * P + p]);
  columnMaxima.where.forEach((r, p) => expect(Math.abs(at(r, p) - columnMaxima.values[p])).toBeLessThanOrEqual(tolerance * largest));
  rowMaxima.where.forEach((p, r) => expect(Math.abs(at(r, p) - rowMaxima.values[r])).toBeLessThanOrEqual(tolerance * largest));
  const { largest: top } = statistics;
  expect(Math.abs(top.value)).toBe(largest);
  expect(Math.abs(at(top.row, top.column) - top.value)).toBeLessThanOrEqual(tolerance * largest);
  near('row maxima', rowMaxima.values.map(Math.abs), Array.from({ length: R }, (_, r) => Math.max(...Array.from({ length: P }, (_p, p) => Math.abs(dense[r * P + p])))));

  const sums = emptyUnitSums(R / images.shape[0], P);
  for await (const { jacobian: part } of stream) {
    const found = await part.sumsByUnit();
    for (const name of ['unitMagnitudes', 'unitSquares', 'columnMagnitudes'] as const) found[name].forEach((value, at) => (sums[name][at] += value));
  }
  const truth = emptyUnitSums(R / images.shape[0], P);
  dense.forEach((value, at) => {
    truth.unitMagnitudes[Math.floor(at / P) % truth.unitMagnitudes.length] += Math.abs(value);
    truth.unitSquares[Math.floor(at / P) % truth.unitMagnitudes.length] += value * value;
    truth.columnMagnitudes[at % P] += Math.abs(value);
  });
  near('Σ |J| of units over images', sums.unitMagnitudes, truth.unitMagnitudes);
  near('Σ J² of units over images', sums.unitSquares, truth.unitSquares);
  near('Σ |J| of columns', sums.columnMagnitudes, truth.columnMagnitudes);

  // Of softmax rows: u·J cancels for a constant u, not for this one.
  const u = Float64Array.from({ length: R }, (_, r) => Math.sin(r + 1));
  const v = Float64Array.from({ length: P }, (_, p) => Math.cos(p + 1));
  near('u·J', await vjpOf(stream, u), columns.map((values) => values.reduce((sum, value, r) => sum + u[r] * value, 0)));
  near('J·v', await jvpOf(stream, v), Array.from({ length: R }, (_, r) => v.reduce((sum, value, p) => sum + value * dense[r * P + p], 0)));

  const gram = new Float64Array(R * R);
  for await (const { firstRow, firstColumn, rows, columns: width, values } of jacobianGram(network, images, options))
    for (let a = 0; a < rows; a++) for (let b = 0; b < width; b++) gram[(firstRow + a) * R + firstColumn + b] = gram[(firstColumn + b) * R + firstRow + a] = values[a * width + b];
  const products = gram.map((_, at) => {
    const [a, b] = [Math.floor(at / R) * P, (at % R) * P];
    let sum = 0;
    for (let p = 0; p < P; p++) sum += dense[a + p] * dense[b + p];
    return sum;
  });
  near('J Jᵀ', gram, products);
}

/** The parts, put together, are the whole. */
export async function expectParts(network: Network, images: Images, options: JacobianOptions, tolerance: number): Promise<number> {
  const whole = await jacobian(network, images, { ...options, budget: undefined, device: null });
  const truth = await (await whole.dense()).read();
  const stream = await jacobianStream(network, images, options);
  expect([stream.rows, stream.columns]).toEqual([whole.rows, whole.columns]);
  const all = new Float64Array(whole.rows * whole.columns);
  let next = 0;
  for await (const { firstRow, rows, jacobian: part } of stream) {
    expect(firstRow).toBe(next);
    next += rows;
    const matrix = await part.dense();
    all.set(await matrix.read(), firstRow * whole.columns);
    matrix.dispose();
  }
  expect(next).toBe(whole.rows);
  expect(relativeError(all, truth)).toBeLessThanOrEqual(tolerance);
  return stream.parts;
}
