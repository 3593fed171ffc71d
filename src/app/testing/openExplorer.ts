// An explorer on a fake engine, with its link and its crashes at hand.
import type { EngineApi, EngineError, RunEntry } from '../../engine/protocol.ts';
import { createExplorer, type Explorer } from '../state/explorer.ts';
import { fakeEngine } from './fakeEngine.ts';

/** `query` is its link, `change` what the engine answers otherwise, `kept` the runs in storage. `written` fills with its links. */
export function open(query = '', change: Partial<EngineApi> = {}, kept: readonly RunEntry[] = []) {
  const engine = fakeEngine({ channels: 2, delay: 5, kept });
  const written: string[] = [];
  const crashes: ((error: EngineError) => void)[] = [];
  const start = (onCrash: (error: EngineError) => void) => {
    crashes.push(onCrash);
    return { api: { ...engine, ...change }, close: () => {} };
  };
  const explorer = createExplorer(start, {
    read: () => query,
    follow: (store, write) => store.subscribe(() => written.push(write())),
  });
  return { engine, explorer, written, crashes };
}

export const state = (explorer: Explorer) => explorer.store.getState();
export const row = (explorer: Explorer) => explorer.frames.get('row', state(explorer).shown.row)!;
