// The race in figures: one line a method.
import type { RaceLane } from '../../../engine/protocol.ts';
import { bytes, count, milliseconds, plainFigure } from '../../ui/format.ts';
import { TableFrame } from '../../ui/Tables.tsx';
import { howMeasured, NAMES } from './words.ts';
import styles from './race.module.css';

const HEADINGS = ['Method', 'All rows take', 'Measured as', 'Compiling, once', 'Passes', 'Result', 'Multiply-adds', 'Worst difference'] as const;

export function RaceTable({ lanes }: { lanes: readonly RaceLane[] }) {
  return (
    <TableFrame label="The race in figures">
      <table className={styles.table} data-testid="race-table">
        <caption className="visually-hidden">What each method takes on this device</caption>
        <thead>
          <tr>
            {HEADINGS.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr key={lane.method} data-method={lane.method} data-milliseconds={lane.milliseconds} data-worst={lane.agreement.worst}>
              <th scope="row">{NAMES[lane.method]}</th>
              <td>{milliseconds(lane.milliseconds)}</td>
              <td>{howMeasured(lane)}</td>
              <td>{lane.engine === 'cpu' ? 'none' : milliseconds(lane.compileMilliseconds)}</td>
              <td>{count(lane.passes)}</td>
              <td>{bytes(lane.bytes)}</td>
              <td>{count(lane.multiplyAdds)}</td>
              <td>{plainFigure(lane.agreement.worst, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
