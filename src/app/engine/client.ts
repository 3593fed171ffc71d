// Starts the worker and speaks to it. It knows the protocol's types and nothing of what the worker does.
import { proxy, wrap, type Remote } from 'comlink';
import type { EngineApi, EngineError } from '../../engine/protocol.ts';
import { engineClosed, toEngineError } from './errors.ts';

export interface EngineClient {
  api: EngineApi;
  /** Ends the worker at once; calls under way reject with the code `engineClosed`. */
  close(): void;
}

export type StartEngine = (onCrash: (error: EngineError) => void) => EngineClient;

/** A worker of our own with the engine in it. `onCrash` hears, once, that it died and why. */
export const startEngine: StartEngine = (onCrash) => {
  const worker = new Worker(new URL('../../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  let end: (error: EngineError) => void = () => {};
  const ended = new Promise<never>((_, reject) => (end = reject));
  ended.catch(() => {});
  let open = true;
  const close = () => {
    open = false;
    worker.terminate();
    end({ code: engineClosed, message: 'Engine: closed. Start it again to go on.' });
  };
  const crash = (detail: string) => {
    if (!open) return;
    onCrash({ code: 'worker-crashed', message: 'Engine: its worker stopped. Start it again to go on.', detail });
    close();
  };
  worker.addEventListener('error', (event) => crash(event.message || 'the worker could not be loaded'));
  worker.addEventListener('messageerror', () => crash('a message could not be read'));
  return { api: remoteApi(wrap<EngineApi>(worker), ended), close };
};

/** The remote interface with errors unpacked; a call under way when the worker goes rejects too. */
function remoteApi(remote: Remote<EngineApi>, ended: Promise<never>): EngineApi {
  const answer = <T>(call: Promise<T>): Promise<T> =>
    Promise.race([call, ended]).catch((error: unknown) => {
      throw toEngineError(error);
    });
  return {
    open: (onEvent) => answer(remote.open(proxy(onEvent))),
    checkSettings: (settings) => answer(remote.checkSettings(settings)),
    train: (settings, options) => answer(remote.train(settings, options)),
    pause: () => answer(remote.pause()),
    resume: () => answer(remote.resume()),
    step: () => answer(remote.step()),
    stop: () => answer(remote.stop()),
    reset: () => answer(remote.reset()),
    browse: (request) => answer(remote.browse(request)),
    explore: (request) => answer(remote.explore(request)),
    blockNorms: (id, parameter) => answer(remote.blockNorms(id, parameter)),
    row: (id, unit) => answer(remote.row(id, unit)),
    column: (id, index) => answer(remote.column(id, index)),
    check: (id, unit) => answer(remote.check(id, unit)),
  };
}
