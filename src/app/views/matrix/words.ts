// What is said about the whole matrix: how much of it can differ from zero and why, how rows and columns are numbered. Pure.
import type { BlockInfo, CellMeasure, ColumnOrder, Exploration, MatrixFacts, RowOrder } from '../../../engine/protocol.ts';
import { count } from '../../ui/format.ts';

export interface Orders {
  rowOrder: RowOrder;
  columnOrder: ColumnOrder;
  measure: CellMeasure;
}

/** A part of a whole in two digits: `5 %`, `0.36 %`. */
export function share(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  if (percent > 99 && part < whole) return 'over 99\u00a0%';
  return `${Number(percent.toPrecision(2))}\u00a0%`;
}

/** Names of arrays; of many the first few. */
function named(blocks: readonly BlockInfo[]): string {
  const names = blocks.map(({ parameter }) => parameter);
  if (names.length > 6) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more arrays`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function sizeOf({ layer, parameters }: Exploration): { rows: number; columns: number } {
  return { rows: layer.shape.reduce((a, b) => a * b, 1), columns: parameters.length };
}

/** How many entries can differ from zero, how many do, and which arrays are to blame. */
export function whyZero(exploration: Exploration, facts: MatrixFacts): string {
  const { rows, columns } = sizeOf(exploration);
  const all = rows * columns;
  const counted = `${count(rows)} rows times ${count(columns)} columns are ${count(all)} entries.`;
  const can = facts.stored === all ? 'Each of them can differ from zero' : `Only ${share(facts.stored, all)} of them can differ from zero`;
  return [`${counted} ${can}, and ${facts.nonzero === facts.stored ? 'all of those' : share(facts.nonzero, all)} do.`, ...reasons(exploration, facts, rows)].join(' ');
}

function reasons({ blocks }: Exploration, facts: MatrixFacts, rows: number): string[] {
  const of = (structure: BlockInfo['structure']) => blocks.filter((block) => block.structure === structure);
  const [own, all, window] = [of('channel'), of('all'), of('window')];
  const said: string[] = [];
  if (own.length > 0) said.push(`In ${named(own)} a unit feels only the numbers of its own map, one in ${count(own[0].channels)}; the others are zero by construction.`);
  if (all.length > 0) said.push(`In ${named(all)} a unit may feel every number.`);
  for (const block of window) said.push(`Of the input a unit feels only the pixels that it looks at, ${share(facts.blocks[blocks.indexOf(block)].stored, rows * block.size)} of them on average.`);
  if (facts.nonzero < facts.stored) said.push('What could differ and does not is mostly the rows of units that are off.');
  return said;
}

/** What can be seen in the order chosen. */
export function whatToSee({ layer, blocks }: Exploration, { rowOrder, columnOrder }: Orders): string {
  const owned = blocks.some(({ structure }) => structure === 'channel');
  if (layer.vector) return 'Each row is a unit.';
  if (rowOrder === 'channel' && columnOrder === 'channel' && owned) return `Ordered by channel on both sides, what is left lies in blocks along diagonals: map k meets only the numbers of channel k.`;
  if (owned) return 'Order rows and columns by channel, and the entries that are left gather in blocks along a diagonal.';
  return rowOrder === 'channel' ? 'All units of a map lie together.' : 'Units of one position lie together, map after map.';
}

/** How a row of the picture is numbered. */
export function indexFormula({ layer }: Exploration, { rowOrder }: Orders): string {
  const [H, W, C] = layer.shape;
  if (layer.vector) return `Unit k of ${layer.name} is row k.`;
  const stored = `The unit in row i, column j of map c is row (i·${W} + j)·${C} + c of the matrix`;
  return rowOrder === 'position' ? `${stored}, counted from 0.` : `${stored}, counted from 0; in this order it stands at (c·${H} + i)·${W} + j.`;
}

export function measureInWords({ measure }: Orders): string {
  return measure === 'largest' ? 'Where entries share a cell of the picture it shows the one of largest magnitude, so that nothing vanishes.' : 'Where entries share a cell of the picture it shows their mean, zeros included.';
}

/** The whole in one sentence, for those who do not see it. */
export function spoken(exploration: Exploration, facts: MatrixFacts, largest: string): string {
  const { rows, columns } = sizeOf(exploration);
  const all = rows * columns;
  return `The Jacobian of ${exploration.layer.name}: ${count(rows)} rows, one a unit, by ${count(columns)} columns, one a parameter. ${share(facts.stored, all)} of its entries can differ from zero, ${share(facts.nonzero, all)} do. Largest: ${largest}.`;
}
