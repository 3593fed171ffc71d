// Starts the worker and speaks to it. It knows the protocol's types and nothing of what the worker does.
import { proxy, wrap, type Remote } from 'comlink';
import type { EngineApi, EngineError, WorkerApi } from '../../engine/protocol.ts';
import { digitsByBatches } from './digitsByBatches.ts';
import { engineClosed, toEngineError, workerSilent, workerStumbled } from './errors.ts';
import { watchHeartbeat } from './heartbeat.ts';

export interface EngineClient {
  api: EngineApi;
  /** Ends the worker at once; calls under way reject with the code `engineClosed`. */
  close(): void;
}

/** `onCrash` hears null when a worker that was silent answers after all. */
export type StartEngine = (onCrash: (error: EngineError | null) => void) => EngineClient;

const stopped = { code: 'worker-crashed', message: 'Engine: its worker stopped. Start it again to go on.' };

/** An error that nothing in the worker handled. What runs there may well go on, so nothing is thrown away yet. */
const stumbled = { code: workerStumbled, message: 'Engine: an error came up in its worker. If the page stops answering, start it again.' };

/** Browsers may end a worker without a word. One that is only busy goes on, and then this is taken back. */
const silent = {
  code: workerSilent,
  message: 'Engine: its worker has not answered for a minute; the browser may have ended it for lack of memory. Start it again to go on from what was kept, or wait if something large is under way.',
};

/** A worker of our own with the engine in it. `onCrash` hears that it could not start, that an error escaped it, or that it fell silent. */
export const startEngine: StartEngine = (onCrash) => {
  const worker = new Worker(new URL('../../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const remote = wrap<WorkerApi>(worker);
  let end: (error: EngineError) => void = () => {};
  const ended = new Promise<never>((_, reject) => (end = reject));
  ended.catch(() => {});
  const heartbeat = watchHeartbeat({
    ping: () => void remote.ping().catch(() => {}),
    onSilent: () => onCrash(silent),
    onAnswer: () => onCrash(null),
    isVisible: () => document.visibilityState === 'visible',
  });
  worker.addEventListener('message', heartbeat.alive);
  const close = () => {
    heartbeat.stop();
    worker.terminate();
    end({ code: engineClosed, message: 'Engine: closed. Start it again to go on.' });
  };
  const api = remoteApi(remote, ended);
  let answers = false;
  let tell: Parameters<EngineApi['open']>[0] = () => {};
  const fail = (detail: string) => onCrash(answers ? { ...stumbled, detail } : { ...stopped, detail });
  worker.addEventListener('error', (event) => fail(event.message || 'the worker could not be loaded'));
  worker.addEventListener('messageerror', () => fail('a message could not be read'));
  const open: EngineApi['open'] = async (onEvent, options) => {
    tell = onEvent;
    const opened = await api.open(onEvent, options);
    answers = true;
    return opened;
  };
  const own: Partial<EngineApi> = { open, ...digitsByBatches(api, (event) => tell(event)) };
  return { api: new Proxy(api, { get: (all, name: keyof EngineApi) => own[name] ?? all[name] }), close };
};

/** The remote interface with errors unpacked; a call under way when the worker goes rejects too. */
function remoteApi(remote: Remote<WorkerApi>, ended: Promise<never>): WorkerApi {
  const answer = <T>(call: Promise<T>): Promise<T> =>
    Promise.race([call, ended]).catch((error: unknown) => {
      throw toEngineError(error);
    });
  const call = (name: keyof WorkerApi, request: unknown[]) => answer((remote[name] as (...request: unknown[]) => Promise<unknown>)(...request));
  const open: EngineApi['open'] = (onEvent, options) => answer(remote.open(proxy(onEvent), options));
  return new Proxy({ open } as WorkerApi, {
    get: (own, name: keyof WorkerApi) => (name === 'open' ? own.open : (...request: unknown[]) => call(name, request)),
  });
}
