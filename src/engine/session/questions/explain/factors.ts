// The factors of one path with their numbers, and the numbers among which each stands. Works on one float64 pass.
import { mapIndex } from '../../../layers/hostCells.ts';
import type { Site } from '../../../layers/layer.ts';
import { volume } from '../../../layers/window.ts';
import type { BatchNormLayer, Layer, PoolLayer } from '../../../model/network.ts';
import { activationAt } from '../../../layers/activation.ts';
import type { CellPath, PathCell } from '../../../jacobian/paths/strongestPaths.ts';
import { outputAt, type Trace } from '../../../jacobian/paths/trace.ts';
import type { CellPlace, Factor, FactorPicture, FactorSource } from '../../../protocol.ts';
import { type KernelLayer, weightBetween, windowUnder } from './geometry.ts';
import { cellPlace, mapOf, nameOf, shapeAt } from './places.ts';

/** Longer vectors say nothing as a picture. */
const LONGEST = 128;

const PASSING: readonly Layer['kind'][] = ['flatten', 'reshape', 'identity', 'add', 'concatenate', 'zeroPadding'];

/** Of every layer that is crossed from the unit down; those that pass their input on have none. */
export function factorsOf(trace: Trace, { cells }: Pick<CellPath, 'cells'>): Factor[] {
  return cells.slice(1).flatMap((below, k) => factorAt(trace, cells[k], below));
}

function factorAt(trace: Trace, above: PathCell, below: PathCell): Factor[] {
  const site = trace.sites[above.at];
  if (PASSING.includes(site.layer.kind)) return [];
  const cell = cellPlace(above.cell, site.output);
  const into = cellPlace(below.cell, shapeAt(trace.sites, below.at, site.inputs[0]));
  const made = madeOf(trace, site, cell, into, above.cell, below);
  return made ? [{ layer: site.layer.name, value: below.derivative, cell, vector: site.output[0] * site.output[1] === 1, ...made }] : [];
}

interface Made {
  source: FactorSource;
  picture: FactorPicture | null;
}

function madeOf(trace: Trace, site: Site, cell: CellPlace, into: CellPlace, flat: number, below: PathCell): Made | null {
  const { layer } = site;
  const tape = trace.tapes[site.at];
  switch (layer.kind) {
    case 'activation': {
      const slopes = tape.input.map((x) => activationAt(layer, x)[1]);
      return { source: { kind: 'activation', function: layer.function, input: tape.input[flat] }, picture: among(slopes, site, cell, 'slope') };
    }
    case 'prelu':
      return { source: { kind: 'prelu', input: tape.input[flat] }, picture: null };
    case 'batchNorm':
      return scale(trace, site as Site<BatchNormLayer>, cell);
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'dense':
      return weight(trace, site as Site<KernelLayer>, cell, into);
    case 'maxPool':
    case 'averagePool':
      return pool(trace, site as Site<PoolLayer>, cell, into);
    case 'globalMaxPool':
      return { source: { kind: 'largest', cells: site.input[0] * site.input[1], tied: below.derivative < 1 }, picture: { values: mapOf(tape.input, site.input, cell.image, cell.c), height: site.input[0], width: site.input[1], marked: into.i * site.input[1] + into.j, what: `map ${cell.c} of its input` } };
    case 'softmax':
      return { source: { kind: 'softmax', p: tape.output[flat], q: tape.output[below.cell], same: flat === below.cell }, picture: among(tape.output, site, cell, 'output') };
    default:
      return null;
  }
}

/** A layer's numbers around one of them: its map, or the vector that it is in. */
function among(values: Float64Array, { output }: Site, { image, i, j, c }: CellPlace, what: string): FactorPicture | null {
  const [H, W, C] = output;
  if (H * W > 1) return { values: mapOf(values, output, image, c), height: H, width: W, marked: i * W + j, what: `${what} in map ${c}` };
  if (C > LONGEST) return null;
  return { values: Float32Array.from(values.subarray(image * C, (image + 1) * C)), height: 1, width: C, marked: c, what: `${what} of each unit` };
}

function scale({ values, tapes }: Trace, { at, layer, output }: Site<BatchNormLayer>, { c }: CellPlace): Made {
  const { inverseSigma } = tapes[at].statistics!;
  const gamma = (k: number) => (layer.gamma ? values(layer.gamma)[k] : 1);
  const picture = output[2] > LONGEST ? null : { values: Float32Array.from(inverseSigma, (inverse, k) => gamma(k) * inverse), height: 1, width: output[2], marked: c, what: 'γ/σ of each map' };
  return { source: { kind: 'scale', gamma: gamma(c), sigma: 1 / inverseSigma[c] }, picture };
}

function weight({ values }: Trace, site: Site<KernelLayer>, cell: CellPlace, into: CellPlace): Made {
  const { kernel } = site.layer;
  const position = weightBetween(site, cell, into);
  const source: FactorSource = { kind: 'weight', name: nameOf(kernel.name, position) };
  if (kernel.shape.length !== 4 || kernel.shape[0] * kernel.shape[1] === 1) return { source, picture: null };
  const [kh, kw, cin, out] = kernel.shape;
  const [a, b, c, o] = position;
  const slice = Float32Array.from({ length: kh * kw }, (_, tap) => values(kernel)[(tap * cin + c) * out + o]);
  return { source, picture: { values: slice, height: kh, width: kw, marked: a * kw + b, what: cin === 1 ? `kernel of map ${cell.c}` : `kernel from map ${into.c} to map ${cell.c}` } };
}

function pool(trace: Trace, site: Site<PoolLayer>, cell: CellPlace, into: CellPlace): Made {
  const [H, W] = site.input;
  const { top, left, height, width } = windowUnder(site, cell);
  const [y, x] = [Math.max(0, top), Math.max(0, left)];
  const [h, w] = [Math.min(H, top + height) - y, Math.min(W, left + width) - x];
  const values = Float32Array.from({ length: h * w }, (_, k) => trace.tapes[site.at].input[mapIndex(site.input, cell.image, y + Math.floor(k / w), x + (k % w), cell.c)]);
  const source: FactorSource = site.layer.kind === 'maxPool' ? { kind: 'largest', cells: h * w, tied: false } : { kind: 'average', cells: h * w };
  return { source, picture: { values, height: h, width: w, marked: (into.i - y) * w + into.j - x, what: 'the cells under it' } };
}

/** The last factor of a path to a parameter: what the parameter multiplies in its own layer. Null for a pixel, which is the end itself. */
export function ownFactor(trace: Trace, at: number, parameter: string, position: readonly number[], end: PathCell, local: number): Factor | null {
  if (at < 0) return null;
  const site = trace.sites[at];
  const { layer } = site;
  const cell = cellPlace(end.cell, site.output);
  return { layer: layer.name, value: local, cell, vector: site.output[0] * site.output[1] === 1, ...ownMade(trace, site, parameter, position, cell, end.cell) };
}

function ownMade(trace: Trace, site: Site, parameter: string, position: readonly number[], cell: CellPlace, flat: number): Made {
  const { layer } = site;
  const { input, statistics } = trace.tapes[site.at];
  if (layer.kind === 'batchNorm' && layer.gamma?.name === parameter) {
    const [mean, inverse] = [statistics!.mean[cell.c], statistics!.inverseSigma[cell.c]];
    const picture = among(input.map((x, k) => (x - statistics!.mean[k % site.output[2]]) * statistics!.inverseSigma[k % site.output[2]]), site, cell, 'x̂');
    return { source: { kind: 'normalised', input: input[flat], mean, sigma: 1 / inverse }, picture };
  }
  if (layer.kind === 'prelu') return { source: { kind: 'negative', input: input[flat] }, picture: among(input.map((x) => Math.min(x, 0)), site, cell, 'min(x, 0)') };
  const kernelled = layer.kind === 'conv2d' || layer.kind === 'depthwiseConv2d' || layer.kind === 'dense';
  return kernelled && layer.kernel.name === parameter ? multiplied(trace, site as Site<KernelLayer>, position, cell) : { source: { kind: 'added' }, picture: null };
}

/** The number of the layer's input that a number of its kernel multiplies, in the patch under the cell. */
function multiplied(trace: Trace, site: Site<KernelLayer>, position: readonly number[], cell: CellPlace): Made {
  const { kernel, kind } = site.layer;
  const [H, W, C] = site.input;
  const [a, b, c] = kind === 'dense' ? [0, 0, position[0]] : position;
  const window = windowUnder(site, cell);
  const [kh, kw] = kind === 'dense' ? [1, 1] : [kernel.shape[0], kernel.shape[1]];
  const spacing = { y: kh > 1 ? (window.height - 1) / (kh - 1) : 1, x: kw > 1 ? (window.width - 1) / (kw - 1) : 1 };
  const input = outputAt(trace, site.from[0]);
  const inside = (y: number, x: number) => y >= 0 && y < H && x >= 0 && x < W;
  const at = (y: number, x: number) => (inside(y, x) ? input[mapIndex([H, W, C], cell.image, y, x, c)] : 0);
  const [y, x] = [window.top + a * spacing.y, window.left + b * spacing.x];
  const from = site.from[0] < 0 ? 'input' : trace.sites[site.from[0]].layer.name;
  const source: FactorSource = { kind: 'input', from, place: { image: cell.image, i: y, j: x, c }, padding: !inside(y, x) };
  if (kh * kw > 1) {
    const values = Float32Array.from({ length: kh * kw }, (_, tap) => at(window.top + Math.floor(tap / kw) * spacing.y, window.left + (tap % kw) * spacing.x));
    return { source, picture: { values, height: kh, width: kw, marked: a * kw + b, what: `the ${kh} × ${kw} patch of ${from} under it` } };
  }
  const vector = H * W === 1 && volume(site.input) <= LONGEST;
  return { source, picture: vector ? { values: Float32Array.from(input.subarray(cell.image * C, (cell.image + 1) * C)), height: 1, width: C, marked: c, what: `the numbers of ${from}` } : null };
}
