// The address bar and the store: what the link of a state is, and what of a link cannot be followed.
import type { Opened, TrainSettings } from '../../engine/protocol.ts';
import type { Context } from '../state/context.ts';
import { layersUpTo } from '../state/question.ts';
import { notify, type PageState, type PageStore } from '../state/store.ts';
import { VIEWS } from '../state/views.ts';
import { count } from '../ui/format.ts';
import type { Link } from './link.ts';

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
export function currentLink({ run, draft, opened, problems, selection, momentWished, view, views }: PageState): Link {
  const { defaults } = opened!;
  const sound = Object.fromEntries(Object.entries(draft ?? defaults).filter(([name]) => !problems.some(({ field }) => field === name)));
  const own = run?.network === 'loaded';
  const trained = run !== null && !own && !run.readyMade && run.phase !== 'untrained';
  return {
    trained,
    own,
    data: opened!.digits.identity,
    settings: trained ? run.settings : { ...defaults, ...sound },
    moment: trained ? (run.moment ?? momentWished) : null,
    // An image of the visitor's own beside the digits is nowhere else.
    digit: selection.digit !== null && selection.digit < opened!.digits.count ? selection.digit : null,
    layer: selection.of === run?.suggested ? null : selection.of,
    wrt: selection.wrt,
    batch: selection.batchNorm === 'batch',
    unit: selection.unit,
    parameter: selection.parameter,
    map: selection.mode === 'activation' ? null : selection.mode,
    view: view === VIEWS[0] ? null : view,
    options: views[view] ?? {},
  };
}

function tellDefaults({ store }: Context, lines: readonly string[]) {
  if (lines.length > 0) notify(store, 'warning', `Parts of this link were not understood, so defaults stand in for them: ${lines.join('; ')}.`);
}

/** A moment of no run. */
const stray = ({ moment, trained }: Link): string[] => (moment !== null && !trained ? [`moment=${moment} is of a trained run, and this link shows none`] : []);

/** The settings of a link; what cannot be read or cannot work is said, and defaults stand in. */
export async function tellSettings(context: Context, link: Link, refused: { key: string; value: string }[], { defaults }: Opened): Promise<TrainSettings> {
  const { settings } = link;
  const problems = await context.api().checkSettings(settings);
  tellDefaults(context, [...refused.map(({ key, value }) => `${key}=${value} cannot be read`), ...problems.map(({ message }) => message.replace(/\.$/, '')), ...stray(link)]);
  return { ...settings, ...Object.fromEntries(problems.map(({ field }) => [field, defaults[field]])) };
}

/** The view of a link as far as the network on show has it; the rest is said. */
export function tellView(context: Context, link: Link, { digits }: Pick<Opened, 'digits'>): Link {
  const { layers, suggested } = context.store.getState().run!;
  const good: Link = { ...link };
  // Where the digits had to be waited for, only now is something said of their link.
  const lines = link.data === null ? [] : stray(link);
  if (link.digit !== null && (link.digit < 0 || link.digit >= digits.count)) {
    lines.push(`digit=${link.digit} is none of the ${count(digits.count)} digits`);
    good.digit = null;
  }
  if (link.layer !== null && !layers.some(({ name }) => name === link.layer)) {
    lines.push(`layer=${link.layer} is no layer of this network`);
    good.layer = null;
  }
  const known = layersUpTo(layers, good.layer ?? suggested).flatMap((layer) => layer.parameters.map(({ name }) => name));
  const unknown = Array.isArray(link.wrt) ? (link.wrt as readonly string[]).filter((name) => !known.includes(name)) : [];
  if (unknown.length > 0) lines.push(`wrt=${unknown.join(',')} is no parameter up to ${good.layer ?? suggested}`);
  if (link.batch && !layers.find(({ name }) => name === (good.layer ?? suggested))?.overBatchNorm) {
    lines.push('bn=batch needs a batch norm up to the layer');
    good.batch = false;
  }
  tellDefaults(context, lines);
  return good;
}
