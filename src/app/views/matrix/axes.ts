// Rows and columns of the matrix by name, in the order chosen. Pure.
import { evenLevel, listLevel, type MatrixAxis } from '../../../viz/index.ts';
import type { BlockInfo, Exploration, MatrixOrder, RowOrder, Unit } from '../../../engine/protocol.ts';
import { parameterName, placeOf } from '../../formula/parameter.ts';
import { unitInWords } from '../../state/units.ts';

/** The unit of row r of J. */
export function unitOf(row: number, [, W, C]: Exploration['layer']['shape']): Unit {
  return { i: Math.floor(row / (W * C)), j: Math.floor(row / C) % W, c: row % C };
}

/** (i·W + j)·C + c. */
export function rowOf({ i, j, c }: Unit, [, W, C]: Exploration['layer']['shape']): number {
  return (i * W + j) * C + c;
}

export function rowAxis(layer: Exploration['layer'], order: RowOrder, { rowAt }: MatrixOrder): MatrixAxis {
  const [H, W, C] = layer.shape;
  const total = H * W * C;
  const at = (place: number) => unitOf(rowAt[place], layer.shape);
  const name = (place: number) => unitInWords(at(place), layer);
  if (layer.vector) return { what: 'unit', name, levels: [evenLevel(total, 1, (k) => [`unit ${rowAt[k]}`, `${rowAt[k]}`])] };
  const units = (words: (unit: Unit) => string[]) => evenLevel(total, 1, (k) => words(at(k)));
  if (order === 'channel')
    return {
      what: 'unit', name,
      levels: [
        evenLevel(total, H * W, (k) => [`map ${k}`]),
        evenLevel(total, W, (k) => [`map ${Math.floor(k / H)}, row ${k % H}`, `${Math.floor(k / H)}: ${k % H}`]),
        units(({ i, j, c }) => [`map ${c} (${i}, ${j})`, `${c}: ${i},${j}`]),
      ],
    };
  return {
    what: 'unit', name,
    levels: [
      evenLevel(total, W * C, (k) => [`row ${k}`]),
      evenLevel(total, C, (k) => [`(${Math.floor(k / W)}, ${k % W})`, `${Math.floor(k / W)},${k % W}`]),
      units(({ i, j, c }) => [`(${i}, ${j}) map ${c}`, `${i},${j}: ${c}`]),
    ],
  };
}

/** Ends of names, by which arrays of one layer are told apart. */
const last = (parameter: string) => parameter.split('/').pop()!;

export function columnAxis(blocks: readonly BlockInfo[], { columnOrder, columnAt, channelOf }: MatrixOrder): MatrixAxis {
  const total = columnAt.length;
  const name = (place: number) => parameterName(blocks, columnAt[place])!;
  const singles = evenLevel(total, 1, (k) => [placeOf(blocks, columnAt[k])!.position.join(',')]);
  if (columnOrder === 'layer') return { what: 'parameter', name, levels: [listLevel(total, blocks.map(({ start }) => start), (k) => [blocks[k].parameter, last(blocks[k].parameter)]), singles] };
  const layerAt = (place: number) => placeOf(blocks, columnAt[place])!.block.layer;
  const layers = startsOf(total, layerAt);
  const channels = startsOf(total, (place) => `${layerAt(place)} ${channelOf[columnAt[place]]}`);
  const channel = (k: number) => channelOf[columnAt[channels[k]]];
  return {
    what: 'parameter', name,
    levels: [listLevel(total, layers, (k) => [`${layerAt(layers[k])}, by channel`, layerAt(layers[k])]), listLevel(total, channels, (k) => [`channel ${channel(k)}`, `${channel(k)}`]), singles],
  };
}

/** Where what `of` says changes. */
function startsOf(total: number, of: (place: number) => string): number[] {
  const starts: number[] = [];
  let before: string | null = null;
  for (let place = 0; place < total; place++) {
    const now = of(place);
    if (now !== before) starts.push(place);
    before = now;
  }
  return starts;
}
