// What the parts of the page's logic share: the store, the frames, and the engine that answers now.
import type { EngineApi } from '../../engine/protocol.ts';
import { engineClosed, toEngineError } from '../engine/errors.ts';
import type { Frames } from './frames.ts';
import { notify, type PageStore } from './store.ts';

export interface Context {
  store: PageStore;
  frames: Frames;
  /** The engine's interface; another one after a restart. */
  api(): EngineApi;
}

/** Says in the page what went wrong with a call. Answers the notice, if there is one. */
export function report(store: PageStore, thrown: unknown): number | null {
  const { code, message, detail } = toEngineError(thrown);
  return code === engineClosed ? null : notify(store, 'error', message, detail);
}
