// Starts the worker and speaks to it. It knows the protocol's types and nothing of what the worker does.
import { proxy, wrap, type Remote } from 'comlink';
import type { EngineApi, EngineError } from '../../engine/protocol.ts';
import { engineClosed, toEngineError, workerStumbled } from './errors.ts';

export interface EngineClient {
  api: EngineApi;
  /** Ends the worker at once; calls under way reject with the code `engineClosed`. */
  close(): void;
}

export type StartEngine = (onCrash: (error: EngineError) => void) => EngineClient;

const stopped = { code: 'worker-crashed', message: 'Engine: its worker stopped. Start it again to go on.' };

/** An error that nothing in the worker handled. What runs there may well go on, so nothing is thrown away yet. */
const stumbled = { code: workerStumbled, message: 'Engine: an error came up in its worker. If the page stops answering, start it again.' };

/** A worker of our own with the engine in it. `onCrash` hears that it could not start, or that an error escaped it. */
export const startEngine: StartEngine = (onCrash) => {
  const worker = new Worker(new URL('../../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  let end: (error: EngineError) => void = () => {};
  const ended = new Promise<never>((_, reject) => (end = reject));
  ended.catch(() => {});
  const close = () => {
    worker.terminate();
    end({ code: engineClosed, message: 'Engine: closed. Start it again to go on.' });
  };
  const api = remoteApi(wrap<EngineApi>(worker), ended);
  let answers = false;
  const fail = (detail: string) => onCrash(answers ? { ...stumbled, detail } : { ...stopped, detail });
  worker.addEventListener('error', (event) => fail(event.message || 'the worker could not be loaded'));
  worker.addEventListener('messageerror', () => fail('a message could not be read'));
  const open: EngineApi['open'] = async (onEvent, options) => {
    const opened = await api.open(onEvent, options);
    answers = true;
    return opened;
  };
  return { api: new Proxy(api, { get: (all, name: keyof EngineApi) => (name === 'open' ? open : all[name]) }), close };
};

/** The remote interface with errors unpacked; a call under way when the worker goes rejects too. */
function remoteApi(remote: Remote<EngineApi>, ended: Promise<never>): EngineApi {
  const answer = <T>(call: Promise<T>): Promise<T> =>
    Promise.race([call, ended]).catch((error: unknown) => {
      throw toEngineError(error);
    });
  const call = (name: keyof EngineApi, request: unknown[]) => answer((remote[name] as (...request: unknown[]) => Promise<unknown>)(...request));
  const open: EngineApi['open'] = (onEvent, options) => answer(remote.open(proxy(onEvent), options));
  return new Proxy({ open } as EngineApi, {
    get: (own, name: keyof EngineApi) => (name === 'open' ? own.open : (...request: unknown[]) => call(name, request)),
  });
}
