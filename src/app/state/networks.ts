// Which network is on show: choosing one, loading one's own, and what it is given to look at. Each keeps the view it was left with.
import type { InputSource, NamedFile, NetworkName, PixelScale, RunState } from '../../engine/protocol.ts';
import type { Link } from '../url/link.ts';
import type { BrowsingActions } from './browsing.ts';
import { report, type Context } from './context.ts';
import { fitWrt } from './question.ts';
import type { RunningActions } from './running.ts';
import { dismiss, nothingSelected, nothingShown, notify, patch, type Selection } from './store.ts';
import type { Viewing } from './viewing.ts';

export interface NetworkActions {
  choose(network: NetworkName): Promise<void>;
  /** model.json and its weight files. What is on show stays when they are refused. */
  loadModel(files: readonly NamedFile[]): Promise<void>;
  setInput(source: InputSource, scale: PixelScale): Promise<void>;
  /** Another network is on show than `before`. */
  changed(before: RunState): void;
  /** Other digits are on show: nothing of any view of the old ones holds. */
  digitsChanged(): void;
  /** The view that a link asks of a model which has yet to be loaded. */
  wish(link: Link): void;
}

interface Others {
  running: RunningActions;
  browsing: BrowsingActions;
  viewing: Viewing;
  /** A digit to begin with. */
  firstDigit(): number | null;
  /** The run as the worker answered it: its event may come later than the answer. */
  heard(run: RunState): void;
}

export function createNetworks(context: Context, { running, browsing, viewing, firstDigit, heard }: Others): NetworkActions {
  const { store, api } = context;
  const views = new Map<NetworkName, Selection>();
  let wishNotice: number | null = null;
  /** What was said of the last attempt; another one makes it old. */
  let refusal: number | null = null;

  /** The view that this network was left with, as far as it still has it; the same digit. */
  function viewOf({ network, layers, suggested }: RunState, digit: number | null): Selection {
    const view = views.get(network) ?? nothingSelected;
    const of = layers.some(({ name }) => name === view.of) && views.has(network) ? view.of : suggested;
    return { ...view, digit: (network === 'loaded' ? view.digit : null) ?? digit, of, wrt: fitWrt(layers, of, view.wrt) };
  }

  function changed(before: RunState) {
    const { run, selection, draft } = store.getState();
    if (before.network !== run!.network) views.set(before.network, selection);
    const own = store.getState().input !== null && store.getState().input!.kind !== 'digit';
    // Own images are counted by themselves; a digit of another network is none of them.
    const digit = before.network === 'loaded' && own ? (views.get(run!.network)?.digit ?? firstDigit()) : selection.digit;
    store.setState({ selection: viewOf(run!, digit), shown: nothingShown, plan: null, asking: null, checking: null, busy: true });
    if (run!.network !== 'loaded' && draft) void running.setSettings({ ...draft, network: run!.network });
    void show();
  }

  function digitsChanged() {
    const { run, input, opened } = store.getState();
    views.clear();
    if (input) store.setState({ input: { kind: 'digit', scale: '0-1', count: opened!.digits.count, name: null } });
    store.setState({ selection: viewOf(run!, null), shown: nothingShown, plan: null, asking: null, checking: null, busy: true });
    void show();
  }

  /** The digits as this network reads them, and its pictures; of the first digit where none is chosen. */
  async function show() {
    const reloaded = browsing.reload();
    if (store.getState().selection.digit === null) {
      await reloaded;
      patch(store, 'selection', { digit: firstDigit() });
    }
    await viewing.refresh();
  }

  async function attempt(work: () => Promise<unknown>) {
    store.setState({ busy: true });
    if (refusal !== null) dismiss(store, refusal);
    refusal = null;
    try {
      await work();
    } catch (error) {
      refusal = report(store, error);
    } finally {
      if (store.getState().shown.exploration !== null) store.setState({ busy: false });
    }
  }

  async function load(files: readonly NamedFile[]) {
    const left = views.get('loaded');
    // A view of the last model says nothing about this one; that of a link does.
    if (wishNotice === null) views.delete('loaded');
    const run = await api().loadModel(files).catch((error: unknown) => {
      if (left) views.set('loaded', left);
      throw error;
    });
    store.setState({ input: { kind: 'digit', scale: '0-1', count: store.getState().opened!.digits.count, name: null } });
    if (wishNotice !== null) dismiss(store, wishNotice);
    wishNotice = null;
    heard(run);
  }

  return {
    changed,
    digitsChanged,
    choose: (network) => attempt(async () => heard(await api().choose(network))),
    loadModel: (files) => attempt(() => load(files)),
    setInput: (source, scale) =>
      attempt(async () => {
        const input = await api().setInput(source, scale);
        const was = store.getState().input;
        store.setState({ input });
        const kept = input.kind === 'digit' && was?.kind === 'digit' ? store.getState().selection.digit : null;
        patch(store, 'selection', { digit: kept ?? (input.kind === 'digit' ? firstDigit() : 0) });
        await viewing.refresh();
      }),
    wish({ digit, layer, wrt, batch, unit, parameter, map }) {
      const view = { digit, of: layer ?? '', wrt, batchNorm: batch ? ('batch' as const) : ('inference' as const), unit, parameter, mode: map ?? ('activation' as const) };
      views.set('loaded', view);
      wishNotice = notify(store, 'info', 'This link shows a model of the visitor’s own, which a link cannot hold. Load the model, and its view is shown.');
    },
  };
}
