// A kept run as a header and named arrays, and back, checked before anything is used. Pure.
import type { RunFile } from '../data/runFile.ts';
import type { RunEntry } from '../protocol.ts';
import type { Checkpoint, Numbers } from '../train/checkpoint.ts';
import type { Moment } from '../train/history.ts';
import type { StoredRun } from './runStorage.ts';

interface Header extends Pick<Checkpoint, 'settings' | 'iteration' | 'curve' | 'phase'> {
  readonly kind: 'jacobian-explorer-run';
  readonly entry: RunEntry;
  readonly moments: readonly number[];
  readonly momentsEvery: number;
  readonly velocities: number;
  readonly hasRunning: boolean;
}

type Arrays = Map<string, Float32Array>;

function put(arrays: Arrays, folder: string, numbers: Numbers): void {
  for (const [name, values] of numbers) arrays.set(`${folder}/${name}`, values);
}

function take(arrays: ReadonlyMap<string, Float32Array>, folder: string): Arrays {
  const within = Array.from(arrays).filter(([name]) => name.startsWith(`${folder}/`));
  return new Map(within.map(([name, values]) => [name.slice(folder.length + 1), values]));
}

export function runToFile({ entry, checkpoint, moments: kept, momentsEvery }: StoredRun, moments: readonly Moment[]): RunFile {
  const { settings, iteration, curve, phase, weights, velocities, running } = checkpoint;
  const header: Header = { kind: 'jacobian-explorer-run', entry, settings, iteration, curve, phase, moments: kept, momentsEvery, velocities: velocities.length, hasRunning: running !== null };
  const arrays: Arrays = new Map();
  put(arrays, 'weights', weights);
  if (running) put(arrays, 'running', running);
  velocities.forEach((values, k) => arrays.set(`velocities/${k}`, values));
  for (const moment of moments) put(arrays, `moments/${moment.iteration}`, moment.weights);
  return { header, arrays };
}

/** @throws when the header does not fit the arrays. */
export function runFromFile({ header, arrays }: RunFile): { run: StoredRun; moments: Moment[] } {
  const { kind, entry, settings, iteration, curve, phase, moments, momentsEvery, velocities, hasRunning } = (header ?? {}) as Header;
  const weights = take(arrays, 'weights');
  const sound =
    kind === 'jacobian-explorer-run' && typeof entry?.name === 'string' && typeof settings?.network === 'string' && Number.isSafeInteger(iteration) && iteration >= 0 &&
    Array.isArray(curve?.training) && curve.training.length === iteration && Array.isArray(curve.validation) && ['under-way', 'finished', 'stopped'].includes(phase) &&
    Array.isArray(moments) && moments.every((each) => take(arrays, `moments/${each}`).size === weights.size) && Number.isSafeInteger(momentsEvery) && weights.size > 0;
  if (!sound) throw new Error('run: its header does not fit its numbers; the file is damaged, so save it again');
  const ofSteps = Array.from({ length: velocities }, (_, k) => arrays.get(`velocities/${k}`));
  if (ofSteps.some((values) => !values)) throw new Error('run: the optimizer’s state is not whole; the file is damaged, so save it again');
  const checkpoint: Checkpoint = { settings, iteration, curve, phase, weights, velocities: ofSteps as Float32Array[], running: hasRunning ? take(arrays, 'running') : null };
  return {
    run: { entry, checkpoint, moments, momentsEvery },
    moments: moments.map((each) => ({ iteration: each, weights: take(arrays, `moments/${each}`) })),
  };
}
