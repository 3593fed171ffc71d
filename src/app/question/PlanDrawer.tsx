// What a Jacobian takes, in one sentence and a table of its layers: known before it is computed.
import type { JacobianPlan } from '../../engine/protocol.ts';
import { useRef } from 'react';
import { SaveButton } from '../take-home/SaveButton.tsx';
import { planTable } from '../take-home/planTable.ts';
import { typeInWords } from '../network/typeInWords.ts';
import { usePage } from '../state/ExplorerContext.ts';
import { bytes, count, duration, shape } from '../ui/format.ts';
import { TableFrame } from '../ui/Tables.tsx';
import styles from './Drawers.module.css';

const headings = ['Layer', 'Output', 'Window', 'Channels alive', 'Numbers a row', 'Bytes', 'Multiply-adds', 'Against whole maps'] as const;

/** How many times fewer multiply-adds; nothing where there are none. */
function saving(multiplyAdds: number, dense: number): string {
  if (multiplyAdds === 0) return dense === 0 ? '' : `${count(dense)} fewer`;
  const times = dense / multiplyAdds;
  return times < 1.05 ? 'the same' : `${times < 10 ? times.toFixed(1) : count(times)} times fewer`;
}

function Table({ plan }: { plan: JacobianPlan }) {
  return (
    <TableFrame label="The plan, layer by layer">
      <table>
        <caption className="visually-hidden">The layers, in the order in which they are crossed</caption>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.table.map(({ layer, kind, output, window, numbers, parameters, bytes: size, multiplyAdds, denseMultiplyAdds }, k) => (
            <tr key={k}>
              <th scope="row">
                {layer} {typeInWords(kind) !== layer && <span className={styles.detail}>{typeInWords(kind)}</span>}
              </th>
              <td>{shape(output)}</td>
              <td>{window ? `${window[0]}×${window[1]}` : '–'}</td>
              <td>{window ? `${count(window[2])} of ${count(output[2])}` : '–'}</td>
              <td>{parameters > 0 ? `${count(numbers)} of ${count(parameters)}` : '–'}</td>
              <td>{size > 0 ? bytes(size) : '–'}</td>
              <td>{count(multiplyAdds)}</td>
              <td>{saving(multiplyAdds, denseMultiplyAdds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

export default function PlanDrawer() {
  const asking = usePage((state) => state.asking);
  const shown = usePage((state) => state.plan);
  const plan = asking?.plan ?? shown;
  const self = useRef<HTMLDivElement>(null);
  if (!plan) return <p className={styles.words}>The plan is on its way.</p>;
  return (
    <div ref={self} className={styles.plan} data-testid="plan">
      <p className={styles.words}>
        {plan.sentence}
        <SaveButton alone picture={false} label="Save the plan as a table" figure={self} title="plan" table={planTable(plan)} />
      </p>
      <p className={styles.words}>
        Budget: {bytes(plan.budget)} at a time, {plan.fits ? 'which holds all rows' : `so the rows come in ${count(plan.parts)} parts and are made again when they are looked at`}.
        {plan.seconds !== null && ` On this device that is about ${plan.seconds < 1 ? 'a moment' : duration(plan.seconds)}.`}
      </p>
      <Table plan={plan} />
    </div>
  );
}
