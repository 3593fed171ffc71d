// One race: its lanes run one after another, each of its own request, and their results stay with the exploration.
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { EngineError, Exploration, RaceLane, RaceMethod } from '../../../engine/protocol.ts';
import { engineClosed, toEngineError } from '../../engine/errors.ts';
import type { Explorer } from '../../state/explorer.ts';
import { useExplorer } from '../../state/ExplorerContext.ts';

/** In the order of the race: the slowest first, as the question met them. */
export const METHODS: readonly RaceMethod[] = ['loop', 'batched', 'structured'];

export interface LaneState {
  method: RaceMethod;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  lane: RaceLane | null;
  error: EngineError | null;
}

interface Race {
  readonly lanes: readonly LaneState[];
  /** When the lane under way began, in milliseconds; null while none is. */
  readonly began: number | null;
}

const nothingRun: Race = { lanes: METHODS.map((method) => ({ method, state: 'waiting', lane: null, error: null })), began: null };

/** Of each exploration the last race, whether it is looked at or not. */
const races = new WeakMap<Exploration, Race>();
const listeners = new Set<() => void>();
let numbers = 0;

function put(exploration: Exploration, change: (race: Race) => Race): void {
  races.set(exploration, change(races.get(exploration) ?? nothingRun));
  for (const listener of listeners) listener();
}

function putLane(exploration: Exploration, method: RaceMethod, change: Partial<LaneState>, began: number | null): void {
  put(exploration, ({ lanes }) => ({ began, lanes: lanes.map((each) => (each.method === method ? { ...each, ...change } : each)) }));
}

/** A method that does not go is told, and the others run; a stop ends the race. */
async function run(explorer: Explorer, exploration: Exploration): Promise<void> {
  const race = ++numbers;
  put(exploration, () => nothingRun);
  for (const method of METHODS) {
    putLane(exploration, method, { state: 'running' }, performance.now());
    try {
      const lane = await explorer.ask('race', { explorationId: exploration.id, method, race });
      putLane(exploration, method, { state: 'done', lane }, null);
    } catch (thrown) {
      const error = toEngineError(thrown);
      const stopped = error.code === 'aborted' || error.code === engineClosed;
      putLane(exploration, method, { state: stopped ? 'stopped' : 'failed', error }, null);
      if (stopped) return;
    }
  }
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => void listeners.delete(onChange);
}

export interface RaceState extends Race {
  running: boolean;
  /** Milliseconds that the lane under way has taken, compiling included. */
  elapsed: number;
  start(): void;
  stop(): void;
}

export function useRace(exploration: Exploration): RaceState {
  const explorer = useExplorer();
  const race = useSyncExternalStore(subscribe, () => races.get(exploration) ?? nothingRun);
  const elapsed = useElapsed(race.began);
  return {
    ...race,
    running: race.began !== null,
    elapsed,
    start: () => void run(explorer, exploration),
    stop: () => void explorer.stopAsking('race'),
  };
}

/** Ten times a second. */
function useElapsed(began: number | null): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (began === null) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [began]);
  return began === null ? 0 : Math.max(0, now - began);
}
