// How the network reads the image: a bar a class, or the largest of many outputs.
import { useMemo } from 'react';
import { Probabilities, UnitBars } from '../../viz/index.ts';
import type { Exploration } from '../../engine/protocol.ts';
import { useClassNames } from './classNames.ts';
import { useTellsClasses } from './useTellsClasses.ts';
import { count } from '../ui/format.ts';

/** Classes that are all shown. */
const few = 12;
const largest = 10;

export function Answer({ exploration }: { exploration: Exploration }) {
  const { probabilities, areProbabilities, predicted, digit } = exploration;
  const tells = useTellsClasses();
  const classNames = useClassNames();
  const nameOf = (k: number): string => (tells ? (classNames[k] ?? String(k)) : String(k));
  const order = useMemo(() => Array.from(probabilities.keys()).sort((a, b) => probabilities[b] - probabilities[a]).slice(0, largest), [probabilities]);
  if (areProbabilities && probabilities.length <= few)
    return <Probabilities title="How the network reads it" values={probabilities} predicted={predicted} label={tells ? digit.label : null} names={tells ? classNames : undefined} />;
  const all = probabilities.length <= few;
  const shown = all ? Array.from(probabilities.keys()) : order;
  return (
    <UnitBars
      title={all ? 'The network’s outputs' : `The ${largest} largest of the network’s ${count(probabilities.length)} outputs`}
      values={shown.map((k) => probabilities[k])}
      name={(line) => nameOf(shown[line])}
      mark={(line) => (shown[line] === predicted ? 'largest' : '')}
      selected={null}
    />
  );
}
