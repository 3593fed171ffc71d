// The chosen digit, large: as stored, the mean image, and what the network is given; and how the network reads it.
import { useState } from 'react';
import { DigitView, Probabilities } from '../../viz/index.ts';
import type { Exploration } from '../../engine/protocol.ts';
import { useFormula } from '../row/useFormula.ts';
import { useExploration, useRow } from '../state/ExplorerContext.ts';
import { Panel, Skeleton } from '../ui/Panel.tsx';
import { useWide } from '../ui/useWide.ts';
import { Switch } from '../ui/Switch.tsx';
import { Chooser } from './Chooser.tsx';
import styles from './DigitPanel.module.css';

type Picture = 'stored' | 'mean' | 'input';

const pictures = [
  { value: 'stored', label: 'Stored' },
  { value: 'mean', label: 'Mean' },
  { value: 'input', label: 'Input' },
] as const;

/** Title, pixels, scale and legend of each picture of the digit. */
function pictureOf(picture: Picture, { index, label, pixels, mean, input }: Exploration['digit']) {
  switch (picture) {
    case 'stored':
      return { title: `Digit ${index}, a ${label}`, values: pixels, kind: 'grey', legend: 'pixel as stored' } as const;
    case 'mean':
      return { title: 'Mean of the training images', values: mean, kind: 'grey', legend: 'mean pixel' } as const;
    case 'input':
      return { title: `Digit ${index} less the mean`, values: input, kind: 'diverging', legend: 'pixel less mean' } as const;
  }
}

function ChosenDigit({ exploration }: { exploration: Exploration }) {
  const [picture, setPicture] = useState<Picture>('stored');
  const row = useRow();
  const formula = useFormula();
  const wide = useWide();
  const pixel = formula?.factors.find((factor) => factor.kind === 'pixel');
  const { digit } = exploration;
  return (
    <div className={styles.chosen}>
      <div className={styles.pictures}>
        <Switch label="Which picture of the digit" value={picture} options={pictures} onChange={setPicture} />
      </div>
      <DigitView
        {...pictureOf(picture, digit)}
        height={digit.height}
        width={digit.width}
        outline={row?.receptiveField ?? null}
        marked={pixel ? { y: pixel.y, x: pixel.x } : null}
        maxCell={wide ? 6 : 9}
      />
    </div>
  );
}

export function DigitPanel() {
  const exploration = useExploration();
  return (
    <Panel id="digit" title="The digit" waits className={styles.digit} aside={exploration && <small className={styles.split}>{exploration.digit.split === 'training' ? 'trained on' : 'not trained on'}</small>}>
      <Chooser />
      {exploration ? (
        <div className={styles.reading}>
          <ChosenDigit exploration={exploration} />
          <Probabilities
            title="How the network reads it"
            values={exploration.probabilities}
            predicted={exploration.predicted}
            label={exploration.digit.label}
          />
        </div>
      ) : (
        <>
          <Skeleton height={290} label="The digit is on its way" />
          <Skeleton height={200} label="The prediction is on its way" />
        </>
      )}
    </Panel>
  );
}
