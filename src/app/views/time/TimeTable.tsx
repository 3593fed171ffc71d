// The charts' numbers as a table, of at most so many moments that it can be read.
import { spaced } from '../../state/following.ts';
import { plainFigure } from '../../ui/format.ts';
import { TablesBelow } from '../../ui/Tables.tsx';
import type { Numbers } from './numbers.ts';

const most = 40;

export function TimeTable({ moments, numbers }: { moments: readonly number[]; numbers: Numbers }) {
  const known = moments.map((_, at) => at).filter((at) => !Number.isNaN(numbers.norm[at]));
  const listed = spaced(known, most);
  return (
    <TablesBelow summary="These numbers as a table" label="The row over training as a table">
      <table>
        <caption>
          {listed.length < known.length ? `${listed.length} of ${known.length} moments` : `${known.length} moments`}: the activation, and the length of the row and of its part in each array.
        </caption>
        <thead>
          <tr>
            {['Iteration', 'h', 'Whole row', ...numbers.lines.map(({ parameter }) => parameter)].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {listed.map((at) => (
            <tr key={moments[at]}>
              <th scope="row">{moments[at]}</th>
              {[numbers.activation[at], numbers.norm[at], ...numbers.blockNorms.map((norms) => norms[at])].map((value, k) => <td key={k}>{plainFigure(value)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </TablesBelow>
  );
}
