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
  return { api: { ...api, open }, close };
};

/** The remote interface with errors unpacked; a call under way when the worker goes rejects too. */
function remoteApi(remote: Remote<EngineApi>, ended: Promise<never>): EngineApi {
  const answer = <T>(call: Promise<T>): Promise<T> =>
    Promise.race([call, ended]).catch((error: unknown) => {
      throw toEngineError(error);
    });
  return {
    open: (onEvent, options) => answer(remote.open(proxy(onEvent), options)),
    checkSettings: (settings) => answer(remote.checkSettings(settings)),
    train: (settings, options) => answer(remote.train(settings, options)),
    pause: () => answer(remote.pause()),
    resume: () => answer(remote.resume()),
    step: () => answer(remote.step()),
    stop: () => answer(remote.stop()),
    look: (iteration) => answer(remote.look(iteration)),
    extend: (epochs) => answer(remote.extend(epochs)),
    adjust: (change) => answer(remote.adjust(change)),
    openRun: (id) => answer(remote.openRun(id)),
    renameRun: (id, name) => answer(remote.renameRun(id, name)),
    deleteRun: (id) => answer(remote.deleteRun(id)),
    saveRun: (id) => answer(remote.saveRun(id)),
    loadRun: (file) => answer(remote.loadRun(file)),
    runCurve: (id) => answer(remote.runCurve(id)),
    reset: () => answer(remote.reset()),
    choose: (network) => answer(remote.choose(network)),
    loadModel: (files) => answer(remote.loadModel(files)),
    setInput: (source, scale) => answer(remote.setInput(source, scale)),
    saveModel: () => answer(remote.saveModel()),
    useDigits: (source, settings) => answer(remote.useDigits(source, settings)),
    showImage: (source) => answer(remote.showImage(source)),
    browse: (request) => answer(remote.browse(request)),
    plan: (request) => answer(remote.plan(request)),
    explore: (request) => answer(remote.explore(request)),
    blockNorms: (id, parameter) => answer(remote.blockNorms(id, parameter)),
    row: (id, unit) => answer(remote.row(id, unit)),
    column: (id, index) => answer(remote.column(id, index)),
    check: (id, unit) => answer(remote.check(id, unit)),
    cancel: (task) => answer(remote.cancel(task)),
    exportJacobian: (request) => answer(remote.exportJacobian(request)),
    exportChunk: (id) => answer(remote.exportChunk(id)),
    snippet: (id, language) => answer(remote.snippet(id, language)),
  };
}
