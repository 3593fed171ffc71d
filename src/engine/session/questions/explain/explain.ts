// Takes one entry of an exploration's Jacobian apart, for the page. Works on the host in float64, whatever the Jacobian was computed on.
import { batchTerms, couplingAt } from '../../../jacobian/paths/batchTerms.ts';
import { type ActsThrough, type Entry, entryOf } from '../../../jacobian/paths/entry.ts';
import { type CellPath, strongestPaths } from '../../../jacobian/paths/strongestPaths.ts';
import { outputAt, type Trace } from '../../../jacobian/paths/trace.ts';
import { EngineFault } from '../../../engineError.ts';
import type { Site } from '../../../layers/layer.ts';
import { volume } from '../../../layers/window.ts';
import type { BlockInfo, CellShare, ExplainedPath, ExplainRequest, Explanation, Through } from '../../../protocol.ts';
import type { Explored } from '../../explored.ts';
import type { Desk } from '../desk.ts';
import { breathe, traceFor } from '../tracing.ts';
import { brokenPath } from './brokenPath.ts';
import { factorsOf, ownFactor } from './factors.ts';
import { type KernelLayer, underTap, windowUnder } from './geometry.ts';
import { cellPlace, mapOf, positionIn, shapeAt } from './places.ts';

/** So many paths and cells are told of. */
const STRONGEST = 6;

interface Parameter {
  block: BlockInfo;
  offset: number;
  position: number[];
}

export async function explain({ explorationId, unit, column }: ExplainRequest, desk: Desk): Promise<Explanation> {
  const explored = desk.explored(explorationId);
  const { exploration, rows } = explored.parts;
  const r = explored.rowIndex(unit);
  const block = exploration.blocks.find(({ start, size }) => column >= start && column < start + size);
  if (!block || !Number.isInteger(column)) throw new EngineFault('no-such-parameter', `column: ${column} is not in this Jacobian; choose 0 to ${exploration.parameters.length - 1}`);
  const parameter: Parameter = { block, offset: column - block.start, position: positionIn(block.shape, column - block.start) };
  const trace = traceFor(explored);
  const entry = entryOf(trace, r, block.parameter, parameter.offset);
  const coupling = couplingAt(trace, entry.target, entry.wanted);
  const found = coupling === null ? await strongestPaths(trace, r, entry.target, entry.wanted.leads, STRONGEST, () => breathe(desk.listening.signal)) : null;
  const imageShape = explored.parts.network.inputShape;
  const through = entry.through.map((acts) => throughOf(trace, acts));
  const told = (path: CellPath) => explainedPath(trace, parameter, entry, path, imageShape);
  const live = through.reduce((sum, each) => sum + each.live, 0);
  return {
    explorationId, unit, column,
    parameter: block.parameter, position: parameter.position, value: exploration.parameters[column],
    entry: (await rows.row(r))[column], sum: entry.sum,
    through,
    paths: found && { ...found, strongest: found.strongest.map(told) },
    batch: coupling === null ? null : batchTerms(trace, coupling, entry.target, entry.cotangents, entry.wanted, entry.sum),
    zero: live > 0 ? null : zeroOf(explored, trace, r, parameter, entry, told),
    under: underOf(trace, parameter, entry, imageShape),
  };
}

function throughOf({ sites, tapes }: Trace, { at, upstream, local }: ActsThrough): Through {
  const { layer, output: shape } = sites[at];
  const perImage = volume(shape);
  const shares = Float64Array.from(upstream, (value, cell) => value * local[cell]);
  const acting = new Set<number>();
  local.forEach((value, cell) => value !== 0 && acting.add(cell % shape[2]));
  const order = Array.from(shares.keys()).filter((cell) => shares[cell] !== 0).sort((a, b) => Math.abs(shares[b]) - Math.abs(shares[a]));
  const share = (cell: number): CellShare => ({ place: cellPlace(cell, shape), upstream: upstream[cell], local: local[cell], value: shares[cell] });
  const byImage = Array.from({ length: tapes[at].output.length / perImage }, (_, n) => shares.subarray(n * perImage, (n + 1) * perImage).reduce((sum, value) => sum + value, 0));
  const ofFirst = (values: Float64Array) => Float32Array.from(values.subarray(0, perImage));
  return {
    layer: layer.name, shape, vector: shape[0] * shape[1] === 1,
    channel: acting.size === 1 ? [...acting][0] : null,
    values: ofFirst(shares), upstream: ofFirst(upstream), local: ofFirst(local),
    live: order.length, sum: byImage.reduce((sum, value) => sum + value, 0), byImage,
    strongest: order.slice(0, STRONGEST).map(share),
  };
}

function explainedPath(trace: Trace, { block, position }: Parameter, { target }: Entry, path: CellPath, imageShape: readonly [number, number, number]): ExplainedPath {
  const end = path.cells.at(-1)!;
  const own = ownFactor(trace, target.at, block.parameter, position, end, path.local);
  const place = cellPlace(end.cell, shapeAt(trace.sites, target.at, imageShape));
  return { factors: own ? [...factorsOf(trace, path), own] : factorsOf(trace, path), value: path.value, end: place, window: windowOf(trace, target.at, block, position, place) };
}

/** The kernel that the parameter is a number of; null for a pixel and all other parameters. */
function kernelSite({ sites }: Trace, at: number, { parameter }: BlockInfo): Site<KernelLayer> | null {
  const layer = at < 0 ? null : sites[at].layer;
  const kernelled = layer?.kind === 'conv2d' || layer?.kind === 'depthwiseConv2d' || layer?.kind === 'dense';
  return kernelled && layer.kernel.name === parameter ? (sites[at] as Site<KernelLayer>) : null;
}

function windowOf(trace: Trace, at: number, block: BlockInfo, position: readonly number[], end: ExplainedPath['end']): ExplainedPath['window'] {
  if (at < 0) return { top: end.i, left: end.j, height: 1, width: 1, y: end.i, x: end.j };
  const site = kernelSite(trace, at, block);
  if (!site || site.layer.kind === 'dense') return null;
  return { ...windowUnder(site, end), ...underTap(site, end, position[0], position[1]) };
}

/** Of the chosen image. */
function underOf(trace: Trace, { block, position, offset }: Parameter, { target }: Entry, imageShape: readonly [number, number, number]): Explanation['under'] {
  if (target.at < 0) {
    const { image, c } = cellPlace(offset, imageShape);
    return { layer: 'input', channel: c, channels: imageShape[2], height: imageShape[0], width: imageShape[1], values: mapOf(trace.data, imageShape, image, c) };
  }
  const site = kernelSite(trace, target.at, block);
  if (!site || site.input[0] * site.input[1] === 1) return null;
  const channel = site.layer.kind === 'dense' ? position[0] : position[2];
  const [from] = site.from;
  const [height, width, channels] = site.input;
  return { layer: from < 0 ? 'input' : trace.sites[from].layer.name, channel, channels, height, width, values: mapOf(outputAt(trace, from), site.input, 0, channel) };
}

function zeroOf(explored: Explored, trace: Trace, r: number, { block, offset }: Parameter, { target, wanted, through }: Entry, told: (path: CellPath) => ExplainedPath): Explanation['zero'] {
  const broken = () => {
    const path = brokenPath(trace, r, target, wanted.leads);
    return path && told(path);
  };
  if (block.structure === 'channel' && offset % block.channels !== r % block.channels) return { why: 'foreign', broken: null };
  if (target.at < 0 && !sees(explored, r, offset)) return { why: 'outside', broken: null };
  const felt = through.some(({ upstream }) => upstream.some((value) => value !== 0));
  return felt ? { why: 'apart', broken: broken() } : { why: 'off', broken: broken() };
}

/** Whether the pixel lies in the unit's window on its own image. */
function sees(explored: Explored, r: number, offset: number): boolean {
  const { network } = explored.parts;
  const { image, i, j } = cellPlace(offset, network.inputShape);
  const { top, left, height, width } = explored.field(r);
  return image === 0 && i >= top && i < top + height && j >= left && j < left + width;
}
