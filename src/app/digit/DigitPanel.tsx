// What the network is shown, large: as stored, the mean image, and what the network is given; and how the network reads it.
import { lazy, Suspense, useState } from 'react';
import { DigitView } from '../../viz/index.ts';
import type { Exploration } from '../../engine/protocol.ts';
import { useField } from '../row/useField.ts';
import { useFormula } from '../row/useFormula.ts';
import { useExploration, usePage } from '../state/ExplorerContext.ts';
import { Opener } from '../ui/Opener.tsx';
import { Awaited, Panel, Skeleton } from '../ui/Panel.tsx';
import { useNarrow, useWide } from '../ui/useWide.ts';
import { Switch } from '../ui/Switch.tsx';
import { Answer } from './Answer.tsx';
import { Chooser } from './Chooser.tsx';
import { digitInWords, useClassNames } from './classNames.ts';
import { InputChooser } from './InputChooser.tsx';
import styles from './DigitPanel.module.css';

const DigitsDrawer = lazy(() => import('../data/DigitsDrawer.tsx'));

type Picture = 'stored' | 'mean' | 'input';

const pictures: readonly { value: Picture; label: string }[] = [
  { value: 'stored', label: 'Stored' },
  { value: 'mean', label: 'Mean' },
  { value: 'input', label: 'Input' },
];

/** Title, pixels, scale and legend of each picture of the digit. */
function pictureOf(picture: Picture, digit: Exploration['digit'], less: boolean, names: readonly string[]) {
  const { pixels, mean, input } = digit;
  switch (picture) {
    case 'stored':
      return { title: digitInWords(digit, names), values: pixels, kind: 'grey', legend: 'pixel as stored' } as const;
    case 'mean':
      return { title: 'Mean of the training images', values: mean, kind: 'grey', legend: 'mean pixel' } as const;
    case 'input':
      return { title: `${digit.name ?? `Digit ${digit.index}`}${less ? ' less the mean' : ', as given'}`, values: input, kind: 'diverging', legend: less ? 'pixel less mean' : 'number given' } as const;
  }
}

function ChosenDigit({ exploration }: { exploration: Exploration }) {
  const [chosen, setPicture] = useState<Picture>('stored');
  const field = useField();
  const formula = useFormula();
  const wide = useWide();
  const pixel = formula?.factors.find((factor) => factor.kind === 'multiplied')?.pixel;
  const { digit } = exploration;
  const less = usePage((state) => state.run?.network !== 'loaded');
  const picture = chosen === 'mean' && !less ? 'stored' : chosen;
  const names = useClassNames();
  const size = Math.max(digit.height, digit.width);
  return (
    <div className={styles.chosen}>
      <div className={styles.pictures}>
        <Switch label="Which picture of the digit" help="The image as stored, the mean of the training images, and their difference, which the network is given" value={picture} options={pictures.filter(({ value }) => less || value !== 'mean')} onChange={setPicture} />
      </div>
      <DigitView
        {...pictureOf(picture, digit, less, names)}
        height={digit.height}
        width={digit.width}
        channels={digit.channels}
        outline={field}
        marked={pixel ?? null}
        maxCell={Math.max(2, ((wide ? 6 : 9) * 28) / Math.max(size, 16))}
      />
    </div>
  );
}

/** In one column what opens stands below its button; elsewhere below the question. */
function OwnDigits() {
  const open = usePage((state) => state.drawer === 'digits');
  return (
    <div id="digit-drawer" className={styles.own} data-open={open}>
      <Suspense fallback={<p className={styles.opening}>Opening…</p>}>{open && <DigitsDrawer />}</Suspense>
    </div>
  );
}

export function DigitPanel() {
  const narrow = useNarrow();
  const exploration = useExploration();
  const loaded = usePage((state) => state.run?.network === 'loaded');
  const digits = usePage((state) => state.input === null || state.input.kind === 'digit' || state.run?.network !== 'loaded');
  const split = exploration?.digit.split;
  return (
    <Panel
      id="digit"
      title={digits ? 'The digit' : 'The input'}
      waits
      className={styles.digit}
      aside={
        <span className={styles.aside}>
          {split && !loaded && <small className={styles.split}>{split === 'training' ? 'trained on' : 'not trained on'}</small>}
          <Opener drawer="digits" controls={narrow ? 'digit-drawer' : undefined} label="Your own digits: draw one, or hand some over">
            Yours
          </Opener>
        </span>
      }
    >
      {narrow && <OwnDigits />}
      {loaded && <InputChooser />}
      {digits && <Chooser />}
      {exploration ? (
        <div className={styles.reading}>
          <ChosenDigit exploration={exploration} />
          <Answer exploration={exploration} />
        </div>
      ) : (
        <>
          <Awaited height={290} label="The digit is on its way" name="The digit" />
          <Skeleton height={200} label="The prediction is on its way" />
        </>
      )}
    </Panel>
  );
}
