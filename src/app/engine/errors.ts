// Whatever a call to the worker rejects with, as an EngineError. It knows no worker.
import type { EngineError } from '../../engine/protocol.ts';

/** Code of calls that were under way when the engine was closed; what closed it has been said already. */
export const engineClosed = 'engine-closed';

/** Code of a GPU device that is gone, and with it all that was on it. */
export const deviceLost = 'device-lost';

/** Code of an error that escaped the worker while it may well go on. */
export const workerStumbled = 'worker-error';

/** Code of a worker that says nothing for so long that it may well be gone. */
export const workerSilent = 'worker-silent';

function isEngineError(value: unknown): value is EngineError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** An EngineError from anything thrown: one that crossed the worker, a plain Error, or a stray value. */
export function toEngineError(thrown: unknown): EngineError {
  if (isEngineError(thrown)) {
    const { code, message, detail } = thrown;
    return { code: String(code), message: String(message), ...(detail === undefined ? {} : { detail: String(detail) }) };
  }
  if (thrown instanceof Error) return { code: 'unknown', message: thrown.message, detail: thrown.stack };
  return { code: 'unknown', message: String(thrown) };
}
