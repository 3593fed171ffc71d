// How the error of the prediction grows with the step, and in words why it does so.
import { memo } from 'react';
import type { Exploration, StepErrors, StepOutcome } from '../../../engine/protocol.ts';
import { StepPlot } from '../../../viz/index.ts';
import { plainFigure } from '../../ui/format.ts';

/** What the curve says, for somebody who has never seen one. */
export function curveInWords({ fit, linear, smoothTo, flips, steps, floor }: StepErrors): string {
  const first = flips.findIndex((count) => count > 0);
  const kink = first > 0 ? ` Between a step of ${plainFigure(steps[first - 1], 2)} and ${plainFigure(steps[first], 2)} the first kink is crossed; from there on every kink adds an error of its own, and the curve leaves its line.` : '';
  const noise = ` Below ${plainFigure(floor, 2)} there is nothing but the rounding of float64.`;
  if (smoothTo === null) return `Even the smallest of these steps crosses a kink, so no part of the curve is smooth and there is no slope to fit.${noise}`;
  if (linear) return `Along this direction the layer is linear as long as no kink is crossed: the prediction is exact, and what is left is the rounding of float64.${kink}`;
  if (fit) {
    const second = Math.abs(fit.slope - 2) < 0.1 ? 'half the step leaves a quarter of the error, for what J leaves out begins with δ²' : 'away from kinks it would be 2, for what J leaves out begins with δ²';
    return `Slope ${fit.slope.toFixed(2)} between ${plainFigure(fit.from, 2)} and ${plainFigure(fit.to, 2)}: ${second}.${kink}${noise}`;
  }
  return `Too few steps lie between rounding and the first kink to fit a slope.${kink}${noise}`;
}

interface ErrorCurveProps {
  curve: StepErrors;
  exploration: Exploration;
  step: number;
  /** Of this step; null while it is on its way. */
  outcome: StepOutcome | null;
  onStep: (step: number) => void;
}

export const ErrorCurve = memo(function ErrorCurve({ curve, exploration, step, outcome, onStep }: ErrorCurveProps) {
  const sign = step < 0 ? -1 : 1;
  return (
    <StepPlot
      title={`The error of the prediction of ${exploration.layer.name} against the size of the step`}
      curve={curve}
      here={outcome && { step: Math.abs(step), error: outcome.errorNorm, flips: outcome.flips.reduce((sum, { count }) => sum + count, 0) }}
      onStep={(size) => onStep(sign * size)}
      xTitle={step < 0 ? 'step −δ' : 'step δ'}
      yTitle="‖true − predicted‖"
      caption={curveInWords(curve)}
    />
  );
});
