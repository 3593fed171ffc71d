// Starts the worker and speaks to it. It knows the protocol's types and nothing of what the worker does.
import { proxy, wrap, type Remote } from 'comlink';
import type { EngineApi, EngineError } from '../../engine/protocol.ts';
import { toEngineError } from './errors.ts';

export interface EngineClient {
  api: EngineApi;
  /** Ends the worker at once; calls under way never settle. */
  close(): void;
}

export type StartEngine = (onCrash: (error: EngineError) => void) => EngineClient;

/** A worker of our own with the engine in it. `onCrash` hears, once, that it died and why. */
export const startEngine: StartEngine = (onCrash) => {
  const worker = new Worker(new URL('../../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const close = () => worker.terminate();
  let dead = false;
  const crash = (detail: string) => {
    if (dead) return;
    dead = true;
    close();
    onCrash({ code: 'worker-crashed', message: 'Engine: its worker stopped. Start it again to go on.', detail });
  };
  worker.addEventListener('error', (event) => crash(event.message || 'the worker could not be loaded'));
  worker.addEventListener('messageerror', () => crash('a message could not be read'));
  return { api: remoteApi(wrap<EngineApi>(worker)), close };
};

function remoteApi(remote: Remote<EngineApi>): EngineApi {
  const unpack = (error: unknown): never => {
    throw toEngineError(error);
  };
  return {
    open: (onEvent) => remote.open(proxy(onEvent)).catch(unpack),
    checkSettings: (settings) => remote.checkSettings(settings).catch(unpack),
    train: (settings, options) => remote.train(settings, options).catch(unpack),
    pause: () => remote.pause().catch(unpack),
    resume: () => remote.resume().catch(unpack),
    step: () => remote.step().catch(unpack),
    stop: () => remote.stop().catch(unpack),
    reset: () => remote.reset().catch(unpack),
    browse: (request) => remote.browse(request).catch(unpack),
    explore: (request) => remote.explore(request).catch(unpack),
    blockNorms: (id, parameter) => remote.blockNorms(id, parameter).catch(unpack),
    row: (id, unit) => remote.row(id, unit).catch(unpack),
    column: (id, index) => remote.column(id, index).catch(unpack),
    check: (id, unit) => remote.check(id, unit).catch(unpack),
  };
}
