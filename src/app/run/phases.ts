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

/** One short line: what the run is doing now. */
export function phaseInWords(run: Pick<RunState, 'phase' | 'iteration' | 'iterations' | 'fraction'>): string {
  const where = `iteration ${count(run.iteration)} of ${count(run.iterations)}`;
  switch (run.phase) {
    case 'ready-made':
      return 'Trained beforehand';
    case 'untrained':
      return 'Not trained yet';
    case 'loaded':
      return 'Your own model';
    case 'preparing':
      return 'Preparing: digits, weights, GPU programs';
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
      return `Failed at ${where}`;
  }
}
