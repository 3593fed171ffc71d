// What if a parameter, or all of them along a gradient, were a little different: what J predicts beside what happens.
import { RotateCcw, Sparkles } from 'lucide-react';
import type { EngineError, Exploration, Row } from '../../../engine/protocol.ts';
import { useExploration, useExplorer, useRow } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Panel.tsx';
import { Controls } from './Controls.tsx';
import { strongestParameter } from './directions.ts';
import { ErrorCurve } from './ErrorCurve.tsx';
import { Figures } from './Figures.tsx';
import { Outcome } from './Outcome.tsx';
import { StepTable } from './StepTable.tsx';
import { useStep } from './useStep.ts';
import styles from './whatIf.module.css';

function Failed({ what, error, again }: { what: string; error: EngineError | null; again: () => void }) {
  return (
    <div role="alert" className={styles.failed}>
      <p>{error ? `${what} could not be worked out: ${error.message}` : `${what} was stopped before it was done.`}</p>
      <Button icon={RotateCcw} onClick={again}>
        Try again
      </Button>
    </div>
  );
}

function Nowhere({ why, exploration, row, parameter }: { why: string; exploration: Exploration; row: Row; parameter: boolean }) {
  const explorer = useExplorer();
  return (
    <div className={styles.hint}>
      <p>{why}</p>
      {parameter && row.norm > 0 && (
        <Button icon={Sparkles} tone="main" onClick={() => void explorer.select({ parameter: strongestParameter(row, exploration), mode: 'parameter' })}>
          Take the one that this unit feels most
        </Button>
      )}
    </div>
  );
}

function Stepping({ exploration, row }: { exploration: Exploration; row: Row }) {
  const { name, setDirection, direction, why, step, reach, setStep, errors, outcome } = useStep(exploration, row);
  const { curve } = errors;
  const done = outcome.answer;
  return (
    <div className={styles.view}>
      <Controls exploration={exploration} name={name} onDirection={setDirection} step={direction ? step : null} reach={reach} onStep={setStep} start={curve?.start ?? null} moved={curve?.moved ?? null} />
      {why !== null && <Nowhere why={why} exploration={exploration} row={row} parameter={name === 'parameter'} />}
      {direction && (
        <>
          {outcome.error || outcome.stopped ? (
            <Failed what="The step" error={outcome.error} again={outcome.again} />
          ) : done ? (
            <div className={styles.outcome} aria-busy={outcome.busy} data-testid="what-if" data-step={done.step}>
              <Outcome outcome={done} maps={curve?.maps ?? null} exploration={exploration} row={row} />
              <Figures outcome={done} exploration={exploration} />
            </div>
          ) : (
            <Skeleton height={460} label="The step is on its way" />
          )}
          {errors.error || errors.stopped ? (
            <Failed what="The curve of errors" error={errors.error} again={errors.again} />
          ) : curve ? (
            <div className={styles.curve} aria-busy={errors.busy}>
              <ErrorCurve curve={curve} exploration={exploration} step={step ?? 0} outcome={done && done.step === step ? done : null} onStep={setStep} />
            </div>
          ) : (
            <Skeleton height={380} label="The curve of errors is on its way" />
          )}
        </>
      )}
      {direction && done && curve && <StepTable outcome={done} curve={curve} exploration={exploration} />}
      <p className={styles.note}>
        Nothing of the network in use is changed: the step is tried on a copy, in float64 on the processor, with every number of J as it would be without rounding.
        {exploration.batchNorm === 'batch' && ' The batch statistics are taken again after the step, over the same images; this image’s units are shown.'}
      </p>
    </div>
  );
}

export default function WhatIfView() {
  const exploration = useExploration();
  const row = useRow();
  if (!exploration || !row || row.explorationId !== exploration.id) return <Skeleton height={520} label="The row is on its way" />;
  return <Stepping exploration={exploration} row={row} />;
}
