// Which buttons a phase offers, and the phase in words. A table, so that nothing is forgotten.
import type { RunPhase, RunState } from '../../engine/protocol.ts';
import { count, percent } from '../ui/format.ts';

export type Command = 'train' | 'pause' | 'resume' | 'step' | 'stop' | 'reset';

const offered: Record<RunPhase, readonly Command[]> = {
  'ready-made': ['train', 'step'],
  untrained: ['train', 'step'],
  loaded: [],
  preparing: ['stop', 'reset'],
  training: ['pause', 'stop', 'reset'],
  validating: ['pause', 'stop', 'reset'],
  paused: ['resume', 'step', 'stop', 'reset'],
  finalising: ['reset'],
  finished: ['train', 'reset'],
  stopped: ['train', 'reset'],
  failed: ['train', 'reset'],
};

/** The commands that make sense in a phase. Training and stepping from scratch need settings without a problem. */
export function commandsOf(phase: RunPhase, settingsOk: boolean): ReadonlySet<Command> {
  const startsAnew = phase !== 'paused';
  return new Set(offered[phase].filter((command) => settingsOk || command !== 'train' && !(command === 'step' && startsAnew)));
}

/** True while the worker is busy with a run of its own. */
export function isRunning(phase: RunPhase): boolean {
  return phase === 'preparing' || phase === 'training' || phase === 'validating' || phase === 'finalising';
}

/** True when the weights will not change until somebody asks. */
export function isSettled(phase: RunPhase): boolean {
  return !isRunning(phase);
}

/** True for a run whose loss was no longer finite: it fell back to weights that work. */
export function hasDiverged({ phase, error }: Partial<Pick<RunState, 'phase' | 'error'>>): boolean {
  return phase === 'failed' && error?.code === 'not-finite';
}

/** How far a phase of its own is, 0 to 1; null where the iterations say how far the run is. */
export function partDone({ phase, fraction }: Pick<RunState, 'phase' | 'fraction'>): number | null {
  if (phase === 'preparing') return fraction;
  return phase === 'validating' || phase === 'finalising' ? (fraction ?? 0) : null;
}

/** True for a run of the visitor's own that has come to its end, whichever. */
export function isOver(phase: RunPhase): boolean {
  return phase === 'finished' || phase === 'stopped' || phase === 'failed';
}

/** One short line: what the run is doing now. */
export function phaseInWords(run: Pick<RunState, 'phase' | 'iteration' | 'iterations' | 'fraction'> & Partial<Pick<RunState, 'error'>>): string {
  const where = `iteration ${count(run.iteration)} of ${count(run.iterations)}`;
  switch (run.phase) {
    case 'ready-made':
      return 'Trained beforehand';
    case 'untrained':
      return 'Not trained yet';
    case 'loaded':
      return 'Your own model';
    case 'preparing':
      return run.fraction === null ? 'Preparing: digits, weights, GPU programs' : `Preparing: ${percent(run.fraction, 0)} of the GPU programs`;
    case 'training':
      return `Training: ${where}`;
    case 'paused':
      return `Paused at ${where}`;
    case 'validating':
      return `Validating: ${percent(run.fraction ?? 0, 0)}`;
    case 'finalising':
      return `Finishing the batch-norm statistics: ${percent(run.fraction ?? 0, 0)}`;
    case 'finished':
      return `Finished after ${count(run.iterations)} iterations`;
    case 'stopped':
      return `Stopped at ${where}`;
    case 'failed':
      return hasDiverged(run) ? `Diverged after ${where}` : `Failed at ${where}`;
  }
}
