// The matrix as a table: the entries in sight where they are few, else its arrays, each with its largest entry.
import { useSettled, entryAt, type MatrixCamera, type MatrixWindow } from '../../../viz/index.ts';
import { parameterName } from '../../formula/parameter.ts';
import { useExplorer } from '../../state/ExplorerContext.ts';
import { unitInWords } from '../../state/units.ts';
import { Figure } from '../../ui/Figure.tsx';
import { count, shape as sizes } from '../../ui/format.ts';
import { unitOf } from './axes.ts';
import { useTiles, type MatrixModel } from './useMatrix.ts';
import { share, sizeOf } from './words.ts';
import styles from './matrix.module.css';

/** More entries than this are no table to read. */
const MOST = 900;

const STRUCTURES = { channel: 'own channel only', all: 'every number', window: 'what the unit looks at' } as const;

function range(start: number, size: number): number[] {
  const first = Math.floor(start);
  return Array.from({ length: Math.ceil(start + size) - first }, (_, k) => first + k);
}

function Entries({ model, window }: { model: MatrixModel; window: MatrixWindow }) {
  const { rowAxis, columnAxis, tiles } = model;
  useTiles(tiles);
  const [rows, columns] = [range(window.top, window.rows), range(window.left, window.columns)];
  return (
    <table>
      <caption>The entries in sight</caption>
      <thead>
        <tr>
          <th scope="col">Unit</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {columnAxis.name(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{rowAxis.name(row)}</th>
            {columns.map((column) => {
              const value = entryAt(tiles, row, column);
              return <td key={column}>{value === null ? '…' : <Figure value={value} />}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Arrays({ model }: { model: MatrixModel }) {
  const explorer = useExplorer();
  const { exploration, tiles } = model;
  const { blocks, layer } = exploration;
  const { rows } = sizeOf(exploration);
  const facts = tiles.facts!;
  return (
    <table className={styles.arrays}>
      <caption>The parameter arrays. Zoom in until a few hundred entries are in sight, and they stand here one by one.</caption>
      <thead>
        <tr>
          {['Array', 'Shape', 'Columns', 'A unit may feel', 'Can differ from zero', 'Do', 'Largest entry'].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {blocks.map(({ parameter, shape, start, size, structure }, b) => {
          const { stored, nonzero, largest } = facts.blocks[b];
          const where = largest.row < 0 ? null : { unit: unitOf(largest.row, layer.shape), parameter: parameterName(blocks, largest.column)! };
          return (
            <tr key={parameter}>
              <th scope="row">{parameter}</th>
              <td>{sizes(shape)}</td>
              <td>
                {count(start)}–{count(start + size - 1)}
              </td>
              <td>{STRUCTURES[structure]}</td>
              <td>{share(stored, rows * size)}</td>
              <td>{share(nonzero, rows * size)}</td>
              <td>
                <Figure value={largest.value} />{' '}
                {where && (
                  <button type="button" className={styles.go} onClick={() => void explorer.select({ ...where, mode: 'parameter' })}>
                    {unitInWords(where.unit, layer)}, {where.parameter}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function MatrixTable({ model, camera }: { model: MatrixModel; camera: MatrixCamera }) {
  const window = useSettled(camera);
  const few = window.rows * window.columns <= MOST;
  return few ? <Entries model={model} window={window} /> : <Arrays model={model} />;
}
