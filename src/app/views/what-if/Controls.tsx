// Which way to step and how far: a slider, an exact field, and a way back.
import { Undo2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { Exploration } from '../../../engine/protocol.ts';
import { usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { count, plainFigure } from '../../ui/format.ts';
import { Switch } from '../../ui/Switch.tsx';
import { readStep, type DirectionName } from './directions.ts';
import styles from './whatIf.module.css';

interface ControlsProps {
  exploration: Exploration;
  name: DirectionName;
  onDirection: (name: DirectionName) => void;
  /** Null where there is no direction. */
  step: number | null;
  reach: number | null;
  onStep: (step: number | null) => void;
  /** Of a single parameter: what it is now. */
  start: number | null;
  /** Numbers that move together. */
  moved: number | null;
}

/** Taken over while it is typed, as soon as it is a number. */
function Exact({ step, onStep }: { step: number; onStep: (step: number) => void }) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? String(Number(step.toPrecision(6)));
  const bad = draft !== null && readStep(draft) === null;
  return (
    <div className={styles.exact}>
      <label htmlFor={id}>Step δ</label>
      <input
        id={id} inputMode="decimal" value={shown} size={12} spellCheck={false} autoComplete="off" aria-invalid={bad}
        onChange={(event) => {
          setDraft(event.target.value);
          const next = readStep(event.target.value);
          if (next !== null) onStep(next);
        }}
        onBlur={() => setDraft(null)}
      />
      {bad && <span role="alert" className={styles.problem}>Not a number, such as 0.05</span>}
    </div>
  );
}

function What({ name, exploration, step, start, moved }: Pick<ControlsProps, 'name' | 'exploration' | 'start' | 'moved'> & { step: number }) {
  const parameter = usePage((state) => state.selection.parameter);
  const things = exploration.wrt === 'input' ? 'pixels' : 'parameters';
  if (name === 'parameter')
    return (
      <p className={styles.moves}>
        <span className="figures">{parameter}</span> {start !== null && <>goes from <Figure value={start} /> to <Figure value={start + step} /></>}
      </p>
    );
  const many = moved === null ? `All ${things}` : `${count(moved)} ${things}`;
  return (
    <p className={styles.moves}>
      {name === 'row'
        ? `${many} move together, along the unit’s own gradient row: the way in which it grows fastest. δ is the length of the step.`
        : `${many} move together, along the gradient of this digit’s loss. Below zero the loss falls: a step of gradient descent. δ is its length.`}
    </p>
  );
}

export function Controls({ exploration, name, onDirection, step, reach, onStep, start, moved }: ControlsProps) {
  const id = useId();
  const thing = exploration.wrt === 'input' ? 'pixel' : 'parameter';
  return (
    <div className={styles.controls}>
      <Switch
        label="What moves" value={name} onChange={onDirection}
        options={[
          { value: 'parameter', label: `The chosen ${thing}` },
          { value: 'row', label: 'All, along the unit’s row' },
          { value: 'loss', label: 'All, along the loss', disabled: !exploration.areProbabilities },
        ]}
      />
      {step !== null && (
        <>
          <What name={name} exploration={exploration} step={step} start={start} moved={moved} />
          <div className={styles.sliding}>
            <div className={styles.slider}>
              <label htmlFor={id} className="visually-hidden">
                Drag the step
              </label>
              <input
                id={id} type="range" min={-1} max={1} step={0.01} disabled={reach === null} value={reach === null ? 0 : Math.max(-1, Math.min(1, step / reach))}
                aria-valuetext={`δ = ${plainFigure(step, 3)}`} onChange={(event) => reach !== null && onStep(Number(event.target.value) * reach)}
              />
              <div className={styles.ends} aria-hidden="true">
                <span>{reach === null ? '' : plainFigure(-reach, 2)}</span>
                <span>0</span>
                <span>{reach === null ? '' : plainFigure(reach, 2)}</span>
              </div>
            </div>
            <Exact step={step} onStep={onStep} />
            <Button icon={Undo2} disabled={step === 0} onClick={() => onStep(0)}>
              Back to 0
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
