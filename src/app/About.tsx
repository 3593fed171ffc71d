// What the page shows, in plain words, for somebody who has not met a Jacobian; with the numbers of the unit that is chosen.
import { useExploration, usePage, useRow } from './state/ExplorerContext.ts';
import { factsOf } from './tour/facts.ts';
import { Figure } from './ui/Figure.tsx';
import styles from './Header.module.css';

/** One number of the row on show as what it means. */
function ForExample() {
  const run = usePage((state) => state.run);
  const parameter = usePage((state) => state.selection.parameter);
  const exploration = useExploration();
  const row = useRow();
  if (!run || !exploration || !row || row.off) return null;
  const { unit, activation, entry } = factsOf(run, exploration, row, parameter);
  return (
    <>
      {' '}
      For example, {unit.toLowerCase()} is <Figure value={activation} /> now. If <span className="figures">{entry.name}</span> grew by 0.001, it would change by about{' '}
      <Figure value={entry.derivative / 1000} />, because its number in the row is <Figure value={entry.derivative} />.
    </>
  );
}

export function About() {
  return (
    <div className={styles.about}>
      <p>
        A network reads an image in steps, and each step makes numbers. <strong>An activation</strong> is one of them: how strongly filter 7,
        say, answers to one small patch of the digit. <strong>A parameter</strong> is a number that training sets: a cell of a filter, a bias,
        the gain and shift of the batch normalisation.
      </p>
      <p>
        <strong>A gradient row</strong> belongs to one activation. For every parameter it has one number: how fast the activation grows when
        that parameter grows.
        <ForExample /> Zero means that the parameter cannot move this activation at all. All rows under each other are the{' '}
        <strong>Jacobian</strong> of the layer; <strong>a column</strong> of it says the same of one parameter, for every activation.
      </p>
      <p>
        Asking for the rows one by one repeats nearly all of the work each time. This page computes all of them in one go: a unit sees
        only its own patch through its own filter, so its row is mostly zeros that need no work, and the rest is shared. Every row can be
        checked where it stands, against a slow computation in double precision and against TensorFlow.js, and saved under Export.
      </p>
    </div>
  );
}
