// Asks the engine about the moments of a run, a few at a time, coarse before fine, and keeps what is still true of them as
// the run goes on. Knows no pictures.
import type { EngineError, KeptMoment } from '../../engine/protocol.ts';
import { toEngineError } from '../engine/errors.ts';

export interface Followed<T> {
  /** What was asked when this was found; what is asked now may be on its way. */
  of: string | null;
  found: ReadonlyMap<number, T>;
  done: number;
  total: number;
  /** `asking`: the rest takes `secondsLeft`, and waits for the visitor's word. */
  phase: 'idle' | 'working' | 'asking' | 'stopped' | 'failed';
  secondsLeft: number | null;
  error: EngineError | null;
}

/** One request about a few iterations. */
export type AskMoments<T> = (iterations: readonly number[]) => Promise<{ kept: readonly KeptMoment[]; items: readonly T[] }>;

export interface Following<T> {
  state(): Followed<T>;
  subscribe(changed: () => void): () => void;
  /**
   * From now on these iterations, and what `ask` says of them; `key` names the question. `guess`: seconds for all, where they are known
   * beforehand. Who has agreed to the work named `work` (default: the key) has agreed to every question of it.
   */
  follow(key: string, iterations: readonly number[], ask: AskMoments<T>, long?: { guess: number; work: string }): void;
  /** The visitor agrees to what takes long, or wants to go on. */
  goOn(): void;
  stop(): void;
  /** Nobody looks any longer. */
  leave(): void;
}

/** Longer than this is asked about first, in seconds. */
const patience = 12;
/** A request is as large as can be answered in about so many milliseconds. */
const aim = 300;
const mostAtOnce = 48;

/** First and last, then what lies in the middle between those before, so that the whole run is seen early. */
export function coarseToFine(iterations: readonly number[]): number[] {
  const last = iterations.length - 1;
  if (last < 1) return [...iterations];
  const order = [0, last];
  const seen = new Set(order);
  for (let step = last / 2; step >= 0.5; step /= 2)
    for (let at = step; at < last; at += 2 * step) {
      const index = Math.round(at);
      if (!seen.has(index)) {
        seen.add(index);
        order.push(index);
      }
    }
  for (let index = 0; index < last; index++) if (!seen.has(index)) order.push(index);
  return order.map((index) => iterations[index]);
}

/** At most `count` of them, evenly spread, first and last among them. */
export function spaced(iterations: readonly number[], count: number): number[] {
  if (iterations.length <= count) return [...iterations];
  if (count < 2) return iterations.slice(-1);
  return Array.from({ length: count }, (_, k) => iterations[Math.round((k * (iterations.length - 1)) / (count - 1))]);
}

/** Without moments that are no longer kept, or whose weights are others now. */
export function stillTrue<T extends KeptMoment>(found: ReadonlyMap<number, T>, kept: readonly KeptMoment[]): Map<number, T> {
  const stamps = new Map(kept.map(({ iteration, stamp }) => [iteration, stamp]));
  return new Map(Array.from(found).filter(([iteration, { stamp }]) => stamps.get(iteration) === stamp));
}

export function createFollowing<T extends KeptMoment>(now: () => number = () => performance.now()): Following<T> {
  const listeners = new Set<() => void>();
  let state: Followed<T> = { of: null, found: new Map(), done: 0, total: 0, phase: 'idle', secondsLeft: null, error: null };
  let wanted: { key: string; iterations: readonly number[]; ask: AskMoments<T>; guess: number | null; work: string } | null = null;
  const agreed = new Set<string>();
  /** Of the work under way; another number ends it. */
  let turn = 0;
  let atOnce = 1;

  function publish(change: Partial<Followed<T>>) {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  const missing = () => coarseToFine(wanted!.iterations).filter((iteration) => state.of !== wanted!.key || !state.found.has(iteration));
  const count = () => ({ done: wanted!.iterations.length - missing().length, total: wanted!.iterations.length });

  async function work() {
    const mine = ++turn;
    let perMoment: number | null = wanted!.guess === null ? null : wanted!.guess / Math.max(1, wanted!.iterations.length);
    let heard = false;
    publish({ phase: 'working', error: null, ...count(), secondsLeft: null });
    while (mine === turn) {
      const { key, ask, work: name } = wanted!;
      const rest = missing();
      // Asked for none it still says which moments hold.
      if (rest.length === 0 && heard) return publish({ phase: 'idle', ...count(), secondsLeft: null });
      const left = perMoment === null ? null : perMoment * rest.length;
      if (left !== null && left > patience && !agreed.has(name)) return publish({ phase: 'asking', ...count(), secondsLeft: left });
      const batch = rest.slice(0, atOnce);
      const began = now();
      try {
        const { kept, items } = await ask(batch);
        if (mine !== turn) return;
        heard = true;
        const found = stillTrue(state.of === key ? state.found : new Map<number, T>(), kept);
        for (const item of items) found.set(item.iteration, item);
        const took = now() - began;
        if (items.length > 0) {
          perMoment = took / 1000 / items.length;
          atOnce = Math.max(1, Math.min(mostAtOnce, Math.round((items.length * aim) / Math.max(1, took))));
        }
        state = { ...state, of: key, found };
        publish({ ...count(), secondsLeft: perMoment === null ? null : perMoment * missing().length });
      } catch (thrown) {
        if (mine !== turn) return;
        const error = toEngineError(thrown);
        return publish(error.code === 'aborted' ? { phase: 'stopped' } : { phase: 'failed', error });
      }
    }
  }

  return {
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    follow(key, iterations, ask, long) {
      const same = wanted?.key === key;
      wanted = { key, iterations, ask, guess: long?.guess ?? null, work: long?.work ?? key };
      // More moments of the same question join those under way.
      if (same && (state.phase === 'working' || state.phase === 'stopped' || state.phase === 'asking')) return;
      void work();
    },
    goOn() {
      if (!wanted) return;
      agreed.add(wanted.work);
      void work();
    },
    stop() {
      turn++;
      publish({ phase: 'stopped', secondsLeft: null });
    },
    leave() {
      turn++;
      state = { ...state, phase: 'idle' };
    },
  };
}
