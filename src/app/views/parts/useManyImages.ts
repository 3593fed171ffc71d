// Means over many images: begun by a press, followed while they come, kept when the view is left.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ManyImages, ManyImagesRequest } from '../../../engine/protocol.ts';
import { useExplorer } from '../../state/ExplorerContext.ts';
import { useAnswer, type Answered } from '../useAnswer.ts';

/** How often the means so far are looked at, in milliseconds. */
const every = 500;

/** What was begun last in each view, so that it goes on when the view is left and returned to. */
const begun = createStore<Record<string, { request: ManyImagesRequest; stopped: boolean }>>(() => ({}));

export interface ManyImagesAsked extends Pick<Answered<'manyImages'>, 'busy' | 'error' | 'stopped' | 'again'> {
  /** Of the set that is wanted, whole or as far as it has come; null before the first. */
  answer: ManyImages | null;
  /** True where the weights on show are others by now. */
  outdated: boolean;
  /** Nothing goes on, and nothing of the set that is wanted is there. */
  idle: boolean;
  begin(): void;
  stop(): void;
}

const withoutRevision = ({ revision: _revision, ...rest }: ManyImagesRequest) => JSON.stringify(rest);

export function useManyImages(view: string, wanted: ManyImagesRequest | null): ManyImagesAsked {
  const explorer = useExplorer();
  const last = useStore(begun, (state) => state[view]);
  const known = wanted !== null && explorer.answered('manyImages', wanted) !== null;
  const same = wanted !== null && last !== undefined && withoutRevision(last.request) === withoutRevision(wanted);
  // Weights that change while a run trains do not begin it again.
  const request = known ? wanted : same ? last.request : null;
  const halted = !known && same && last.stopped;
  const asked = useAnswer('manyImages', halted ? null : request);
  const key = request && JSON.stringify(request);
  const partial = useSoFar(key, asked.busy, halted);
  const mine = asked.answer && asked.of && JSON.stringify(asked.of) === key ? asked.answer : partial;
  const set = (stopped: boolean, of: ManyImagesRequest) => begun.setState({ [view]: { request: of, stopped } });
  return {
    answer: request ? mine : null,
    busy: asked.busy,
    error: request ? asked.error : null,
    stopped: halted || (request !== null && asked.stopped),
    again() {
      if (request) set(false, request);
      asked.again();
    },
    outdated: mine !== null && wanted !== null && mine.revision !== wanted.revision,
    idle: request === null,
    begin: () => wanted && set(false, wanted),
    stop() {
      if (request) set(true, request);
      void explorer.stopAsking('manyImages');
    },
  };
}

/** The means so far of what is under way or was stopped. */
function useSoFar(key: string | null, busy: boolean, halted: boolean): ManyImages | null {
  const explorer = useExplorer();
  const [found, setFound] = useState<{ key: string; answer: ManyImages } | null>(null);
  useEffect(() => {
    if (key === null || !(busy || halted)) return;
    let wanted = true;
    const look = () =>
      void explorer.ask('manyImagesSoFar', JSON.parse(key) as ManyImagesRequest).then(
        (answer) => wanted && answer && setFound({ key, answer }),
        () => {},
      );
    look();
    const timer = busy ? setInterval(look, every) : undefined;
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [explorer, key, busy, halted]);
  return found?.key === key ? found.answer : null;
}
