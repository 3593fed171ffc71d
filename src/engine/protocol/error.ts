// An error as the page hears it. Types only.

/** An error as it crosses the worker: `message` reads `noun: value`, then what to do. */
export interface EngineError {
  code: string;
  message: string;
  detail?: string;
}
