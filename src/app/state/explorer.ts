// The page's logic put together: opens the engine, listens to it, and offers every action. Knows no React.
import type { EngineEvent, Opened, RunState } from '../../engine/protocol.ts';
import type { EngineClient, StartEngine } from '../engine/client.ts';
import { engineClosed, toEngineError, workerStumbled } from '../engine/errors.ts';
import { isSettled } from '../run/phases.ts';
import { linkCodec } from '../url/link.ts';
import { currentLink, tellRefusals, type LocationPort } from '../url/sync.ts';
import { createBrowsing, type BrowsingActions } from './browsing.ts';
import { createChecking, type CheckingActions } from './checking.ts';
import type { Context } from './context.ts';
import { createFrames, type Frames } from './frames.ts';
import { createRunning, type RunningActions } from './running.ts';
import { createPageStore, dismiss, initialState, nothingShown, notify, patch, type PageStore } from './store.ts';
import { createViewing, type Viewing } from './viewing.ts';
import { showsMaps } from '../network/showsMaps.ts';

export interface Explorer extends RunningActions, BrowsingActions, Pick<Viewing, 'select'>, Pick<CheckingActions, 'check'> {
  store: PageStore;
  frames: Frames;
  /** Opens the engine and shows what the link asks for. Again after a crash. */
  start(): Promise<void>;
  dismiss(notice: number): void;
}

/** `startEngine` and `place` are the worker and the address bar; tests pass their own. */
export function createExplorer(startEngine: StartEngine, place: LocationPort): Explorer {
  const store = createPageStore();
  const frames = createFrames();
  let client: EngineClient | null = null;
  let writeLink: (() => void) | null = null;
  const context: Context = { store, frames, api: () => client!.api };
  const checking = createChecking(context);
  const viewing = createViewing(context, () => checking.rowChanged());
  const browsing = createBrowsing(context);
  const running = createRunning(context);

  function runChanged(heard: RunState) {
    const before = store.getState().run;
    // Every message brings its own copy; what shows the layers need not be drawn again for one that is the same.
    const sameLayers = before && JSON.stringify(before.layers) === JSON.stringify(heard.layers);
    const run = sameLayers ? { ...heard, layers: before.layers } : heard;
    store.setState({ run });
    if (before && before.revision !== run.revision) viewing.weightsChanged();
    const reread = before && before.revision !== run.revision && isSettled(run.phase);
    if (reread || (before && isSettled(run.phase) && !isSettled(before.phase))) void browsing.reload();
  }

  function hear(event: EngineEvent) {
    if (event.kind === 'run') runChanged(event.run);
    else if (event.kind === 'curve') store.setState({ curve: event.curve });
    else if (event.kind === 'filters') store.setState({ filters: event.filters && frames.put('filters', String(event.filters.revision), event.filters) });
    else if (event.kind === 'backend') store.setState({ backend: event.backend });
    else if (event.kind === 'progress') store.setState({ progress: event.progress });
    else if (event.kind === 'error') notify(store, 'error', event.error.message, event.error.detail);
  }

  function take({ backend, fields, defaults, digits, run, curve, filters }: Opened) {
    store.setState({ status: 'ready', crash: null, opened: { fields, defaults, digits }, backend, run, curve, progress: null });
    store.setState({ filters: filters && frames.put('filters', String(filters.revision), filters) });
  }

  function lose(thrown: unknown) {
    const crash = toEngineError(thrown);
    if (crash.code === workerStumbled) return store.setState({ crash });
    client?.close();
    store.setState({ status: 'crashed', crash, busy: false, progress: null });
  }

  /** A digit to begin with: one that the network has not been trained on and reads rightly. */
  function firstDigit(): number | null {
    const { items } = store.getState().browsing;
    const right = items.filter(({ label, predicted }) => label === predicted);
    return (right.find(({ split }) => split === 'validation') ?? right[0] ?? items[0])?.index ?? null;
  }

  async function followLink(opened: Opened) {
    const codec = linkCodec(opened.fields, opened.defaults);
    const { link, refused } = codec.read(place.read());
    const layers = opened.run.layers.filter(showsMaps).map(({ name }) => name);
    const accepted = await tellRefusals(context, link, refused, opened);
    await running.setSettings(accepted.settings);
    const { digit, unit, parameter, map } = accepted;
    const of = accepted.layer ?? initialState.selection.of;
    patch(store, 'selection', { digit, of: layers.includes(of) ? of : layers[layers.length - 1], unit, parameter, mode: map ?? 'activation' });
    if (accepted.trained) await trainAgain();
    writeLink ??= place.follow(store, () => codec.write(currentLink(store.getState())));
  }

  async function trainAgain() {
    const text = 'This link shows a trained run. It is being trained again with its settings; the digit, the unit and the parameter stay.';
    const notice = notify(store, 'info', text);
    const leave = store.subscribe(({ run }) => {
      if (run && !run.readyMade && isSettled(run.phase) && run.phase !== 'paused') {
        leave();
        dismiss(store, notice);
      }
    });
    await running.command('train');
  }

  async function start() {
    client?.close();
    frames.clear();
    store.setState({ status: 'starting', crash: null, shown: nothingShown, checking: null, busy: true });
    const mine: EngineClient = startEngine((crash) => client === mine && lose(crash));
    client = mine;
    try {
      const opened = await mine.api.open((event) => client === mine && hear(event));
      const lost = store.getState().run?.readyMade === false;
      const draft = store.getState().draft;
      take(opened);
      if (lost) notify(store, 'warning', 'The run that was under way is lost. Its settings are kept: press Train to make it again.');
      if (draft) await running.setSettings(draft);
      else await followLink(opened);
      await browsing.reload();
      if (store.getState().selection.digit === null) patch(store, 'selection', { digit: firstDigit() });
      await viewing.refresh();
    } catch (error) {
      if (client === mine && toEngineError(error).code !== engineClosed) lose(error);
    }
  }

  return { store, frames, start, dismiss: (notice) => dismiss(store, notice), ...running, ...browsing, select: viewing.select, check: checking.check };
}
