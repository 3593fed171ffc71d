// Errors of the engine and how they cross the worker: plain objects, because a structured clone drops prototypes.
import type { EngineError } from './protocol.ts';

/** An error with a code; `message` reads `noun: value`, then what to do. */
export class EngineFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly detail?: string,
  ) {
    super(message);
    this.name = 'EngineFault';
  }
}

export function isFault(thrown: unknown): thrown is EngineFault {
  return thrown instanceof EngineFault;
}

/** Whatever was thrown, as the plain object that crosses the worker. */
export function toEngineError(thrown: unknown): EngineError {
  if (isEngineError(thrown)) return plain(thrown.code, thrown.message, thrown.detail);
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return plain('aborted', 'work: stopped before it was done; ask again');
  if (thrown instanceof Error) return plain('unexpected', thrown.message || thrown.name, thrown.stack);
  return plain('unexpected', String(thrown));
}

function isEngineError(value: unknown): value is EngineError {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && 'message' in value && typeof value.message === 'string';
}

function plain(code: string, message: string, detail?: string): EngineError {
  return detail === undefined ? { code, message } : { code, message, detail };
}
