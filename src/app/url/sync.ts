// The address bar and the store: what the link of a state is, and what of a link cannot be followed.
import type { Opened } from '../../engine/protocol.ts';
import type { Context } from '../state/context.ts';
import { notify, type PageState, type PageStore } from '../state/store.ts';
import type { Link } from './link.ts';
import { showsMaps } from '../network/showsMaps.ts';

export interface LocationPort {
  /** The query of the address, with its question mark. */
  read(): string;
  /** Writes the query whenever the state changes, from now on. Returns the way to stop. */
  follow(store: PageStore, query: () => string): () => void;
}

/** Browsers allow some hundred replacements in half a minute; milliseconds between two. */
const writeEvery = 350;

/** The browser's address bar. */
export const browserLocation: LocationPort = {
  read: () => window.location.search,
  follow(store, query) {
    let timer: number | null = null;
    const write = () => {
      timer = null;
      const address = `${window.location.pathname}${query()}${window.location.hash}`;
      if (address !== `${window.location.pathname}${window.location.search}${window.location.hash}`)
        window.history.replaceState(window.history.state, '', address);
    };
    return store.subscribe(() => (timer ??= window.setTimeout(write, writeEvery)));
  },
};

/** What a link to this state holds: the settings of the run on show, or those prepared for the next one. */
export function currentLink({ run, draft, opened, problems, selection }: PageState): Link {
  const { defaults } = opened!;
  const sound = Object.fromEntries(Object.entries(draft ?? defaults).filter(([name]) => !problems.some(({ field }) => field === name)));
  const trained = run !== null && !run.readyMade;
  return {
    trained,
    settings: trained ? run.settings : { ...defaults, ...sound },
    digit: selection.digit,
    layer: selection.of === 'relu1' ? null : selection.of,
    unit: selection.unit,
    parameter: selection.parameter,
    map: selection.mode === 'activation' ? null : selection.mode,
  };
}

/** Takes out of a link what cannot be followed, and says so. */
export async function tellRefusals(context: Context, link: Link, refused: { key: string; value: string }[], opened: Opened): Promise<Link> {
  const { store, api } = context;
  const problems = await api().checkSettings(link.settings);
  const lines = [
    ...refused.map(({ key, value }) => `${key}=${value} cannot be read`),
    ...problems.map(({ message }) => message.replace(/\.$/, '')),
  ];
  const { defaults, digits, run } = opened;
  const good: Link = { ...link, settings: { ...link.settings } };
  for (const { field } of problems) Object.assign(good.settings, { [field]: defaults[field] });
  if (link.digit !== null && (link.digit < 0 || link.digit >= digits.count)) {
    lines.push(`digit=${link.digit} is none of the ${digits.count} digits`);
    good.digit = null;
  }
  if (link.layer !== null && !run.layers.some((layer) => showsMaps(layer) && layer.name === link.layer)) {
    lines.push(`layer=${link.layer} is no layer that can be explored`);
    good.layer = null;
  }
  if (lines.length > 0) notify(store, 'warning', `Parts of this link were not understood, so defaults stand in for them: ${lines.join('; ')}.`);
  return good;
}
