// The steps of the tour: what each points at, does and says. Numbers come from what is on show.
import type { ReactNode } from 'react';
import type { Explorer } from '../state/explorer.ts';
import { Button } from '../ui/Button.tsx';
import { Figure } from '../ui/Figure.tsx';
import { count, milliseconds, percent } from '../ui/format.ts';
import type { Facts } from './facts.ts';

export interface Step {
  /** Selectors of what it talks about; the first that is on the page. */
  at: readonly string[];
  title: (facts: Facts) => string;
  words: (facts: Facts, explorer: Explorer) => ReactNode;
  /** What it does when it is come to. */
  does?: (explorer: Explorer, facts: Facts) => void;
  /** A button of the page that it presses, once what it talks about is there; one that has been pressed already is not found. */
  presses?: string;
}

/** The strongest unit is on and has much to show. */
function showUnit(explorer: Explorer, { off }: Facts): void {
  void explorer.select({ mode: 'activation', ...(off ? { unit: null } : {}) });
}

function Story({ facts, explorer }: { facts: Facts; explorer: Explorer }) {
  const { isQuestions, layer, rows, columns, by } = facts;
  return (
    <>
      <p>
        In 2019 somebody asked on MATLAB Answers how each activation of a small digit network depends on each parameter before it. The advice:
        loop over the activations, one backward pass each.
      </p>
      {isQuestions ? (
        <p>
          This line asks the same of <b>{layer}</b>: {count(rows)} activations by {count(columns)} {by}, a loop of {count(rows)} passes. It took{' '}
          {milliseconds(facts.milliseconds)}, all of it. Let’s see how.
        </p>
      ) : (
        <>
          <p>
            Another network is on show: {layer}, {count(rows)} activations by {count(columns)} {by}. The tour goes with it too.
          </p>
          <Button onClick={() => void explorer.choose('question')}>Show the question’s network</Button>
        </>
      )}
    </>
  );
}

export const steps: readonly Step[] = [
  {
    at: ['section[aria-labelledby="question-heading"]'],
    title: ({ rows }) => `One loop of ${count(rows)} passes`,
    words: (facts, explorer) => <Story facts={facts} explorer={explorer} />,
  },
  {
    at: ['#maps figure[data-viz] [role="application"]', '#maps figure[data-viz]'],
    does: showUnit,
    title: () => 'One activation',
    words: ({ unit, activation, field, rows }) => (
      <>
        <p>
          Each of these {count(rows)} cells is one activation: one number that the network computes on its way from the image to the answer.
          The ringed one is {unit.toLowerCase()}; for this image it is <Figure value={activation} />.
        </p>
        <p>{field ? `It looks at the image’s ${field} and at nothing else.` : 'It looks at the whole image.'} Choose another one if you like: the tour goes with it.</p>
      </>
    ),
  },
  {
    at: ['#row figure[data-viz] [role="application"]', '#row figure[data-viz]'],
    does: (explorer, { entry }) => void explorer.select({ parameter: entry.name }),
    title: () => 'Its gradient row',
    words: ({ entry, columns, by }) => (
      <>
        <p>
          If <span className="figures">{entry.name}</span> grew by 0.001, this activation would change by about <Figure value={entry.derivative * 0.001} />. So its
          derivative is <Figure value={entry.derivative} />. Above zero it grows with the parameter, below zero it shrinks.
        </p>
        <p>
          One such number for each of the {count(columns)} {by}: that is the <b>gradient row</b> of this activation. All rows under each other are the Jacobian.
        </p>
      </>
    ),
  },
  {
    at: ['[data-view="race"] figure', '[data-view="race"]'],
    does: (explorer) => explorer.openView('race'),
    presses: '[data-tour="race"]',
    title: () => 'What the passes repeat',
    words: ({ rows, alive, columns }) => (
      <>
        <p>
          A loop makes the {count(rows)} rows one by one. Every pass runs the same network on the same image again
          {alive < columns ? `, to pull back a row of which at most ${count(alive)} of ${count(columns)} numbers can differ from zero.` : '.'}
        </p>
        <p>Here three ways to the same matrix race on your own device. The bars say what the repeating costs.</p>
      </>
    ),
  },
  {
    at: ['[data-view="matrix"] [role="application"]', '[data-view="matrix"]'],
    does: (explorer) => {
      explorer.openView('matrix');
      explorer.setViewOption('matrix', 'rows', 'channel');
      explorer.setViewOption('matrix', 'columns', 'channel');
    },
    title: ({ blocks }) => (blocks > 1 ? 'The blocks' : 'The whole matrix'),
    words: ({ rows, columns, alive, blocks, mixed, layer }) =>
      blocks > 1 ? (
        <>
          <p>
            All {count(rows)} rows at once, rows and columns sorted by channel: {count(blocks)} blocks. A unit feels the parameters of its own channel and no others.
          </p>
          <p>So {percent(alive / columns)} of the matrix can differ from zero, and only that is computed, in one go.</p>
        </>
      ) : (
        <p>
          All {count(rows)} rows at once, sorted by channel. {mixed && `Of the arrays right under ${layer} a unit feels those of its own channel alone; of those further down it feels all. `}
          {alive < columns ? `Of each at most ${count(alive)} of ${count(columns)} numbers can differ from zero, and only those are computed.` : 'Here every activation feels every parameter, so nothing can be left out; what the rows share is computed once.'}
        </p>
      ),
  },
  {
    at: ['[data-tour="check"]'],
    does: (explorer) => void explorer.check(),
    title: () => 'Is it right?',
    words: ({ unit }) => (
      <p>
        The row of {unit.toLowerCase()} is being held against two other ways to it: a slow computation in double precision, and TensorFlow.js’s own gradient. The worst
        difference stands here. Every row has this button.
      </p>
    ),
  },
  {
    at: ['[data-testid="digits-drawer"] section'],
    does: (explorer) => explorer.open('digits'),
    title: () => 'Your own digit',
    words: ({ rows, columns }) => (
      <p>
        Draw a digit and press “Use it”. What you have seen, {count(rows)} rows of {count(columns)} numbers, is then of your drawing: its maps, its rows, its blocks.
      </p>
    ),
  },
];
