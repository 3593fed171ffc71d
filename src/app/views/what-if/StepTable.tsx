// The step as tables: the units that change most, and the errors of all steps that were measured.
import { useMemo } from 'react';
import type { Exploration, StepErrors, StepOutcome } from '../../../engine/protocol.ts';
import { unitAt, unitInWords } from '../../state/units.ts';
import { count, plainFigure } from '../../ui/format.ts';
import { TablesBelow } from '../../ui/Tables.tsx';

const most = 20;

/** Row numbers of the units that truly change most. */
function strongest({ actual }: StepOutcome): number[] {
  return Array.from(actual.keys()).filter((r) => actual[r] !== 0).sort((a, b) => Math.abs(actual[b]) - Math.abs(actual[a])).slice(0, most);
}

function Units({ outcome, exploration }: { outcome: StepOutcome; exploration: Exploration }) {
  const listed = useMemo(() => strongest(outcome), [outcome]);
  const moving = useMemo(() => outcome.actual.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0), [outcome]);
  return (
    <table>
      <caption>
        {listed.length < moving ? `The ${most} units that change most, of ${count(moving)} that do` : `The ${count(moving)} units that change`}
      </caption>
      <thead>
        <tr>
          {['Unit', 'predicted', 'true', 'difference', 'kink'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {listed.map((r) => (
          <tr key={r}>
            <th scope="row">{unitInWords(unitAt(r, exploration.layer.shape), exploration.layer)}</th>
            <td>{plainFigure(outcome.predicted[r])}</td>
            <td>{plainFigure(outcome.actual[r])}</td>
            <td>{plainFigure(outcome.actual[r] - outcome.predicted[r])}</td>
            <td>{outcome.flipped?.includes(r) ? 'crossed' : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Steps({ curve }: { curve: StepErrors }) {
  return (
    <table>
      <caption>The error of the prediction at each step that was measured</caption>
      <thead>
        <tr>
          {['Step', '‖true − predicted‖', 'kinks crossed'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {curve.steps.map((step, k) => (
          <tr key={step}>
            <th scope="row">{plainFigure(step)}</th>
            <td>{plainFigure(curve.errors[k])}</td>
            <td>{count(curve.flips[k])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function StepTable({ outcome, curve, exploration }: { outcome: StepOutcome; curve: StepErrors; exploration: Exploration }) {
  return (
    <TablesBelow summary="These numbers as tables" label="The step as tables" several>
      <Units outcome={outcome} exploration={exploration} />
      <Steps curve={curve} />
    </TablesBelow>
  );
}
