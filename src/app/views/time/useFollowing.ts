// The unit's row and its map at the moments of the run, as they come from the worker.
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { EntryLines, Exploration, ExploreRequest, KeptMoment, MomentRow, Unit } from '../../../engine/protocol.ts';
import { isSettled } from '../../run/phases.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { requestOfExploration } from '../requestOfExploration.ts';
import { createFollowing, spaced, type AskMoments, type Followed } from '../../state/following.ts';

/** While training, moments are taken up so often; milliseconds. */
const takenUpEvery = 700;
/** Moments that are followed; of more, so many spread evenly. */
const mostMoments = 240;

export interface Controls {
  goOn(): void;
  stop(): void;
}

/** With what each array's entries are, which a moment's numbers are useless without. */
export type RowAt = MomentRow & { lines: readonly EntryLines[] };
export type MapAt = KeptMoment & { norms: Float32Array; shape: readonly [number, number] };

const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((each, k) => each === b[k]);

/** The iterations that are kept; the same array while they are the same. */
export function useKeptMoments(): readonly number[] {
  const explorer = useExplorer();
  const [moments, setMoments] = useState<readonly number[]>(() => explorer.store.getState().run?.moments ?? []);
  useEffect(() => {
    let timer: number | null = null;
    const take = () => {
      timer = null;
      const now = explorer.store.getState().run?.moments ?? [];
      setMoments((before) => (same(before, now) ? before : now));
    };
    take();
    const leave = explorer.store.subscribe(({ run }, before) => {
      if (run !== before.run) timer ??= window.setTimeout(take, run && !isSettled(run.phase) ? takenUpEvery : 0);
    });
    return () => {
      leave();
      if (timer !== null) clearTimeout(timer);
    };
  }, [explorer]);
  return moments;
}

function useFollowed<T extends KeptMoment>(kind: 'overTime' | 'mapsOverTime', key: string, moments: readonly number[], ask: AskMoments<T>, long?: { guess: number; work: string }): Followed<T> & Controls {
  const explorer = useExplorer();
  // A run that is trained anew has the same iterations, but not the same phase all the while.
  const phase = usePage((state) => state.run?.phase);
  const following = useMemo(() => createFollowing<T>(), []);
  const state = useSyncExternalStore(following.subscribe, following.state);
  const guess = long?.guess;
  const work = long?.work;
  useEffect(() => {
    if (phase !== undefined) following.follow(key, moments, ask, guess === undefined ? undefined : { guess, work: work! });
  }, [following, key, moments, ask, guess, work, phase]);
  useEffect(() => following.leave, [following]);
  const stop = useCallback(() => {
    following.stop();
    void explorer.stopAsking(kind).catch(() => {});
  }, [following, explorer, kind]);
  return { ...state, goOn: following.goOn, stop };
}

/** The row of `unit` at (almost) all moments. */
export function useRowsOverTime(exploration: Exploration, unit: Unit, kept: readonly number[]) {
  const explorer = useExplorer();
  const key = JSON.stringify([requestOfExploration(exploration), unit]);
  const moments = useMemo(() => spaced(kept, mostMoments), [kept]);
  const ask = useCallback<AskMoments<RowAt>>(
    async (iterations) => {
      const [question, of] = JSON.parse(key) as [ExploreRequest, Unit];
      const { kept: now, lines, rows } = await explorer.ask('overTime', { question, unit: of, iterations });
      return { kept: now, items: rows.map((row) => ({ ...row, lines })) };
    },
    [explorer, key],
  );
  return { moments, key, ...useFollowed<RowAt>('overTime', key, moments, ask) };
}

/** How long the rows of the unit's map were at a few moments. */
export function useMapsOverTime(exploration: Exploration, channel: number, moments: readonly number[]) {
  const explorer = useExplorer();
  const question = JSON.stringify(requestOfExploration(exploration));
  const key = JSON.stringify([question, channel]);
  const ask = useCallback<AskMoments<MapAt>>(
    async (iterations) => {
      const { kept, shape, maps } = await explorer.ask('mapsOverTime', { question: JSON.parse(question) as ExploreRequest, channel, iterations });
      return { kept, items: maps.map((map) => ({ ...map, shape })) };
    },
    [explorer, question, channel],
  );
  const guess = (exploration.summary.milliseconds / 1000) * moments.length;
  return useFollowed<MapAt>('mapsOverTime', key, moments, ask, { guess: Math.round(guess), work: question });
}
