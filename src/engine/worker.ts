// The worker's composition root: one session, its answers and its errors as plain objects. Knows nothing of the page.
import { expose, transfer } from 'comlink';
import { toEngineError } from './engineError.ts';
import type { EngineApi, OwnFile, WorkerApi } from './protocol.ts';
import { Session } from './session/session.ts';

let session: Session | null = null;
let brought: OwnFile[] = [];

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

/** Every method of the session under its own name, and those whose messages need more. */
const api = new Proxy({} as WorkerApi, {
  get(_, name: keyof WorkerApi) {
    if (name in special) return special[name as keyof typeof special];
    return (...request: unknown[]) => answer(() => (opened()[name as keyof EngineApi] as (...request: unknown[]) => Promise<unknown>).call(session, ...request));
  },
});

const open: EngineApi['open'] = (onEvent, options = {}) =>
  answer(() => {
    if (options.base) session ??= new Session(new URL(options.base));
    return opened().open(onEvent, options);
  });

const exportChunk: EngineApi['exportChunk'] = (id) =>
  answer(async () => {
    const chunk = await opened().exportChunk(id);
    return chunk && transfer(chunk, [chunk.buffer as ArrayBuffer]);
  });

/** What the call brings itself stands after what was brought before it. */
const useDigits: EngineApi['useDigits'] = (source, settings) =>
  answer(() => {
    if (source.kind !== 'files') return opened().useDigits(source, settings);
    const files = [...brought, ...source.files];
    brought = [];
    return opened().useDigits({ ...source, files }, settings);
  });

async function bring(files: readonly OwnFile[], first: boolean): Promise<void> {
  if (first) brought = [];
  brought.push(...files);
}

const special = { open, exportChunk, useDigits, bring, ping: async () => {} };

expose(api);
