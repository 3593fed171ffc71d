// The worker's composition root: one session, its answers and its errors as plain objects. Knows nothing of the page.
import { expose, transfer } from 'comlink';
import { toEngineError } from './engineError.ts';
import type { EngineApi } from './protocol.ts';
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

/** Every method of the session under its own name, and the two whose messages need more. */
const api = new Proxy({} as EngineApi, {
  get(_, name: keyof EngineApi) {
    if (name === 'open') return open;
    if (name === 'exportChunk') return exportChunk;
    return (...request: unknown[]) => answer(() => (opened()[name] as (...request: unknown[]) => Promise<unknown>).call(session, ...request));
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

expose(api);
