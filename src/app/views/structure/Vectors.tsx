// The two directions of one singular value: a step in θ, as pictures of the parameters, and what it does, as maps of the units.
import { useMemo } from 'react';
import { FeatureMaps } from '../../../viz/index.ts';
import type { Exploration, JacobianPartChoice, SingularVector, Spectrum } from '../../../engine/protocol.ts';
import { Units } from '../../maps/Units.tsx';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { pointAt, usePointed } from '../../state/pointed.ts';
import { plainFigure } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { AskStatus } from '../parts/AskStatus.tsx';
import { ParameterPictures, type ParameterWords } from '../parts/ParameterPictures.tsx';
import { useAnswer } from '../useAnswer.ts';
import styles from '../parts/parts.module.css';

const length = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** Where it is of one map, that map large. */
function Left({ exploration, answer: { left, channel }, number }: { exploration: Exploration; answer: SingularVector; number: number }) {
  const explorer = useExplorer();
  const unit = usePage((state) => state.selection.unit);
  const pointed = usePointed((state) => state.unit);
  const words = { title: `What it does: left singular vector ${number}`, legend: 'part of the change', kind: 'diverging' as const, caption: 'Warm units grow along the step, cool ones shrink. Choose one to read its row.' };
  if (channel === null || exploration.layer.vector) return <Units exploration={exploration} values={left} words={words} />;
  return (
    <FeatureMaps
      {...words}
      caption={`${words.caption} All other maps are exactly zero.`}
      values={left}
      shape={exploration.layer.shape}
      channels={{ first: channel, count: 1 }}
      mapName={(c) => `map ${c}`}
      selected={unit}
      pointed={pointed}
      onSelect={(chosen) => void explorer.select({ unit: chosen })}
      onHover={(at) => pointAt({ unit: at })}
      maxCell={16}
    />
  );
}

export function Vectors({ exploration, part: { channel, layer }, index, spectrum }: { exploration: Exploration; part: JacobianPartChoice; index: number; spectrum: Spectrum }) {
  const asked = useAnswer('singularVector', { explorationId: exploration.id, channel, layer, index });
  const { answer } = asked;
  const number = (answer?.index ?? index) + 1;
  const words = useMemo(
    (): ParameterWords => ({ kind: 'diverging', legend: 'part of the step', title: (array) => `The step in ${array}`, arrays: 'How much of the step lies in each array', measure: length }),
    [],
  );
  if (!answer || answer.right.length !== exploration.parameters.length) return <Skeleton height={420} label="The directions are on their way" />;
  const doubtful = answer.value <= spectrum.floor;
  return (
    <section aria-label={`Directions of singular value ${number}`} className={styles.view} aria-busy={asked.busy} data-testid="singular-vector" data-index={answer.index}>
      <h3 className={styles.heading}>
        Directions of σ<sub>{number}</sub> = {plainFigure(answer.value, 5)}
      </h3>
      <p className={styles.soft}>
        A step of length one along the right-hand direction in θ changes the units by σ times the left-hand one.
        {doubtful && ' This value is no more than rounding: nearly nothing changes along this step, and which one of such steps it is says little.'}
      </p>
      {(asked.error || asked.stopped) && <AskStatus kind="singularVector" asked={asked} doing="Finding the directions" />}
      <div className={styles.columns}>
        <Left exploration={exploration} answer={answer} number={number} />
        <ParameterPictures exploration={exploration} values={answer.right} words={words} channel={answer.channel} />
      </div>
    </section>
  );
}
