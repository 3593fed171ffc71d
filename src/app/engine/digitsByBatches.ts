// The digits' calls of the worker, files brought to it in batches before: with progress, and stopped like the reading. Knows no page.
import type { EngineApi, EngineEvent, WorkerApi } from '../../engine/protocol.ts';
import { handOver } from './handOver.ts';

/** Milliseconds between two tellings. */
const APART = 100;

const aborted = { code: 'aborted', message: 'digits: stopped before all were handed over; hand them over again' };

/** The latest hand-over wins, as in the worker. */
export function digitsByBatches(api: WorkerApi, tell: (event: EngineEvent) => void): Pick<EngineApi, 'useDigits' | 'cancel'> {
  let handing: AbortController | null = null;

  async function bringAll(files: Parameters<WorkerApi['bring']>[0], signal: AbortSignal) {
    let told = performance.now();
    const onProgress = (done: number) => {
      const now = performance.now();
      if (now - told < APART) return;
      told = now;
      tell({ kind: 'progress', task: 'digits', progress: { task: 'digits', label: 'Handing over your files', done, total: files.length, secondsLeft: null } });
    };
    try {
      await handOver(files, api.bring, { signal, onProgress });
    } finally {
      if (!signal.aborted) tell({ kind: 'progress', task: 'digits', progress: null });
    }
  }

  return {
    async useDigits(source, settings) {
      handing?.abort(aborted);
      if (source.kind !== 'files') return api.useDigits(source, settings);
      const mine = (handing = new AbortController());
      try {
        await bringAll(source.files, mine.signal);
      } finally {
        if (handing === mine) handing = null;
      }
      return api.useDigits({ ...source, files: [] }, settings);
    },
    async cancel(task) {
      if (task !== 'digits' || !handing) return api.cancel(task);
      handing.abort(aborted);
      tell({ kind: 'progress', task: 'digits', progress: null });
    },
  };
}
