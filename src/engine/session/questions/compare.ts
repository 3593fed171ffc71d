// Two rows side by side: array by array their lengths, cosine and difference, and the maps that they are from.
import { blockNamed, type Block } from '../../jacobian/blocks.ts';
import type { Shape3 } from '../../layers/window.ts';
import type { BlockInfo, Compared, ComparedBlock, CompareRequest, Pair, Unit } from '../../protocol.ts';
import { takenAway } from '../takenAway.ts';
import type { Desk } from './desk.ts';
import { rowOf } from './keptMoments.ts';
import { otherSide } from './otherSide.ts';

type Numbers = Float32Array | Float64Array;

export async function compare(request: CompareRequest, desk: Desk): Promise<Compared> {
  const { engine, listening } = desk;
  const explored = desk.explored(request.explorationId);
  const { exploration, network } = explored.parts;
  const [one, side] = await Promise.all([explored.row(request.unit), otherSide(request, explored, desk)]);
  const { unit, note } = nearestUnit(request.other.unit, side.shape);
  const index = rowOf(unit, side.shape);
  const { asked, images } = side.question;
  const other = await engine.jacobian(side.question.network, images, { ...asked, rows: { start: index, count: 1 }, signal: listening.signal });
  const gone = takenAway(network, exploration.layer.name);
  const mine = exactly(one.values, exploration.blocks, exploration.batchNorm === 'batch' ? gone : []);
  const values = exactly(await other.row(0), other.blocks, asked.batchNorm === 'batch' ? gone : []);
  const blocks = exploration.blocks.map((block) => {
    const theirs = blockNamed(other.blocks as readonly Block[], block.parameter);
    return comparedBlock(
      { block, row: mine.subarray(block.start, block.start + block.size), index: one.index },
      { block: theirs, row: values.subarray(theirs.start, theirs.start + theirs.size), index },
    );
  });
  const [norm, otherNorm] = [lengthOf(mine), lengthOf(values)];
  const maps = async (ours: Float32Array, theirs: () => Promise<Float32Array>) => mapsOf({ values: ours, shape: exploration.layer.shape, c: request.unit.c }, { values: theirs, shape: side.shape, c: unit.c });
  return {
    sides: [
      { unit: request.unit, activation: one.activation, norm, label: exploration.digit.label, predicted: exploration.predicted },
      { unit, activation: side.activations[index], norm: otherNorm, label: side.label, predicted: side.predicted },
    ],
    ratio: norm > 0 ? otherNorm / norm : null,
    cosine: mine.length === values.length ? cosineOf(mine, values) : null,
    blocks,
    activations: await maps(exploration.activations, async () => side.activations),
    rowNorms: request.norms ? await maps(exploration.rowNorms, side.norms) : null,
    takenAway: gone,
    notes: note === null ? [] : [note],
  };
}

/** Of numbers that are zero by what the network is, rounding is all that can differ from it: less than this of the row's largest. */
const ROUNDING = 1e-4;

/** The row with the arrays named in `zero` as the zeros that they are. */
function exactly(row: Numbers, blocks: readonly BlockInfo[], zero: readonly string[]): Numbers {
  const exact = row.slice();
  const most = ROUNDING * largestOf(row);
  for (const { parameter, start, size } of blocks) {
    const part = exact.subarray(start, start + size);
    if (zero.includes(parameter) && part.every((value) => Math.abs(value) <= most)) part.fill(0);
  }
  return exact;
}

/** A row's part in one array. */
interface Part {
  readonly block: BlockInfo;
  readonly row: Numbers;
  readonly index: number;
}

function comparedBlock(one: Part, other: Part): ComparedBlock {
  const { parameter, shape } = one.block;
  const norms = [lengthOf(one.row), lengthOf(other.row)] as const;
  const base = { parameter, norms, ratio: norms[0] > 0 ? norms[1] / norms[0] : null };
  // Batch statistics have the plan look at every channel, though only the row's own may be felt.
  const channels = [one, other].find(({ block }) => block.structure === 'channel')?.block.channels;
  const own = channels !== undefined && [one, other].every((part) => feelsOwn(part, part.block.structure === 'channel' ? part.block.channels : channels));
  const [ours, theirs] = [one, other].map((part) => (own ? ownNumbers(part, part.block.structure === 'channel' ? part.block.channels : channels) : { shape: part.block.shape, values: part.row }));
  const fits = ours.shape.length === theirs.shape.length && ours.shape.every((extent, axis) => extent === theirs.shape[axis]);
  const same = one.row.length === other.row.length && fits;
  const why = fits ? null : `${parameter} is ${shape.join('×')} on one side and ${other.block.shape.join('×')} on the other, so only lengths can be compared.`;
  const part = fits ? pairOf(ours.shape, ours.values, theirs.values) : null;
  return { ...base, cosine: same ? cosineOf(one.row, other.row) : null, part, own, partCosine: part && cosineOf(part.one, part.other), why };
}

/** Whether all numbers but those of the row's own channel are zero, rounding apart. */
function feelsOwn({ block, row, index }: Part, channels: number): boolean {
  if (block.structure === 'channel') return true;
  const most = ROUNDING * largestOf(row);
  return row.length % channels === 0 && row.every((value, k) => k % channels === index % channels || Math.abs(value) <= most);
}

/** Numbers of the row's own channel, in the order of the array. */
function ownNumbers({ block: { shape }, row, index }: Part, channels: number): { shape: readonly number[]; values: Float32Array } {
  const values = Float32Array.from({ length: row.length / channels }, (_, k) => row[k * channels + (index % channels)]);
  // The last axes count the channels; those of a depthwise kernel are two.
  const rest = [...shape];
  let left = channels;
  do left /= rest.pop()!;
  while (left > 1 && rest.length > 0);
  return { shape: rest.length > 0 ? [...rest, 1] : [1], values };
}

function pairOf(shape: readonly number[], one: Numbers, other: Numbers): Pair {
  return { shape, one: Float32Array.from(one), other: Float32Array.from(other), difference: Float32Array.from(one, (value, k) => other[k] - value) };
}

interface MapSide<T> {
  readonly values: T;
  readonly shape: readonly number[];
  readonly c: number;
}

/** The maps of both units; null where they are of different sizes, and then the other's are not even made. */
async function mapsOf(one: MapSide<Float32Array>, other: MapSide<() => Promise<Float32Array>>): Promise<Pair | null> {
  const [H, W, C] = one.shape;
  const [h, w, c] = other.shape;
  const vector = H * W === 1;
  if (H !== h || W !== w || (vector && C !== c)) return null;
  const map = (values: Float32Array, channels: number, channel: number) => (vector ? values : Float32Array.from({ length: H * W }, (_, k) => values[k * channels + channel]));
  return pairOf(vector ? [1, C] : [H, W], map(one.values, C, one.c), map(await other.values(), c, other.c));
}

function nearestUnit({ i, j, c }: Unit, [H, W, C]: Shape3): { unit: Unit; note: string | null } {
  const unit = { i: Math.min(i, H - 1), j: Math.min(j, W - 1), c: Math.min(c, C - 1) };
  const moved = unit.i !== i || unit.j !== j || unit.c !== c;
  return { unit, note: moved ? `The other side has no unit (${i}, ${j}) of map ${c}: its layer is ${H}×${W}×${C}. The nearest that it has is compared.` : null };
}

function largestOf(values: Numbers): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function lengthOf(values: Numbers): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}

/** Of the angle between them; null where either is zero. */
function cosineOf(one: Numbers, other: Numbers): number | null {
  let product = 0;
  for (let k = 0; k < one.length; k++) product += one[k] * other[k];
  const lengths = lengthOf(one) * lengthOf(other);
  return lengths > 0 ? Math.max(-1, Math.min(1, product / lengths)) : null;
}
