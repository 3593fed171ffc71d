// What the worker answers besides the session: whether it lives, and files that come some at a time. Types only.
import type { EngineApi } from './api.ts';
import type { OwnFile } from './digits.ts';

export interface WorkerApi extends EngineApi {
  /** Answers as soon as the worker hears anything. */
  ping(): Promise<void>;
  /** Files of the `useDigits` that follows, which then brings none itself; `first` forgets those that were brought before. */
  bring(files: readonly OwnFile[], first: boolean): Promise<void>;
}
