// A row of the Jacobian as a table: every parameter with its place, its value and the derivative. Pure.
import type { Exploration, Row } from '../../engine/protocol.ts';
import type { PictureTable } from '../../viz/index.ts';
import { positionOf } from '../formula/parameter.ts';

/** The place has a column for each axis that a parameter of this Jacobian has; unused ones stay empty. */
export function rowTable({ blocks, parameters, layer }: Exploration, row: Row): PictureTable {
  const axes = Math.max(...blocks.map(({ shape }) => shape.length));
  const { i, j, c } = row.unit;
  const unit = layer.vector ? `unit ${c}` : `map ${c}, row ${i}, column ${j}`;
  return {
    columns: ['column of J', 'parameter', ...Array.from({ length: axes }, (_, axis) => `position ${axis}`), 'value', `derivative of ${layer.name} ${unit}`],
    *rows() {
      for (const { parameter, shape, start, size } of blocks)
        for (let k = 0; k < size; k++) {
          const position = positionOf(shape, k);
          yield [start + k, parameter, ...Array.from({ length: axes }, (_, axis) => position[axis] ?? null), parameters[start + k], row.values[start + k]];
        }
    },
  };
}
