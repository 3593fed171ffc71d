// The worker's composition root: one session, its answers and its errors as plain objects. Knows nothing of the page.
import { expose, transfer } from 'comlink';
import { toEngineError } from './engineError.ts';
import type { EngineApi, OpenOptions, EngineEvent } from './protocol.ts';
import { Session } from './session/session.ts';

let session: Session | null = null;

/** Where digits/ and ready-made/ are when the page does not say: the built worker is one folder below them. */
function defaultBase(): URL {
  return new URL(import.meta.env.DEV ? import.meta.env.BASE_URL : '../', self.location.href);
}

function opened(): Session {
  return (session ??= new Session(defaultBase()));
}

/** Runs `work` and throws what it throws as a plain object: a prototype would not survive the message. */
async function answer<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toEngineError(error);
  }
}

const api: EngineApi = {
  open: (onEvent: (event: EngineEvent) => void, options: OpenOptions = {}) =>
    answer(() => {
      if (options.base) session ??= new Session(new URL(options.base));
      return opened().open(onEvent, options);
    }),
  checkSettings: (settings) => answer(() => opened().checkSettings(settings)),
  train: (settings, options) => answer(() => opened().train(settings, options)),
  pause: () => answer(() => opened().pause()),
  resume: () => answer(() => opened().resume()),
  step: () => answer(() => opened().step()),
  stop: () => answer(() => opened().stop()),
  look: (iteration) => answer(() => opened().look(iteration)),
  extend: (epochs) => answer(() => opened().extend(epochs)),
  adjust: (change) => answer(() => opened().adjust(change)),
  openRun: (id) => answer(() => opened().openRun(id)),
  renameRun: (id, name) => answer(() => opened().renameRun(id, name)),
  deleteRun: (id) => answer(() => opened().deleteRun(id)),
  saveRun: (id) => answer(() => opened().saveRun(id)),
  loadRun: (file) => answer(() => opened().loadRun(file)),
  runCurve: (id) => answer(() => opened().runCurve(id)),
  reset: () => answer(() => opened().reset()),
  choose: (network) => answer(() => opened().choose(network)),
  loadModel: (files) => answer(() => opened().loadModel(files)),
  setInput: (source, scale) => answer(() => opened().setInput(source, scale)),
  saveModel: () => answer(() => opened().saveModel()),
  useDigits: (source, settings) => answer(() => opened().useDigits(source, settings)),
  showImage: (source) => answer(() => opened().showImage(source)),
  browse: (request) => answer(() => opened().browse(request)),
  plan: (request) => answer(() => opened().plan(request)),
  explore: (request) => answer(() => opened().explore(request)),
  blockNorms: (id, parameter) => answer(() => opened().blockNorms(id, parameter)),
  row: (id, unit) => answer(() => opened().row(id, unit)),
  column: (id, index) => answer(() => opened().column(id, index)),
  check: (id, unit) => answer(() => opened().check(id, unit)),
  cancel: (task) => answer(() => opened().cancel(task)),
  exportJacobian: (request) => answer(() => opened().exportJacobian(request)),
  exportChunk: (id) =>
    answer(async () => {
      const chunk = await opened().exportChunk(id);
      return chunk && transfer(chunk, [chunk.buffer as ArrayBuffer]);
    }),
  snippet: (id, language) => answer(() => opened().snippet(id, language)),
};

expose(api);
