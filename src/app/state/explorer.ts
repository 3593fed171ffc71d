// The page's logic put together: opens the engine, listens to it, and offers every action. Knows no React.
import type { EngineEvent, Opened, RunEntry, RunState, TrainSettings } from '../../engine/protocol.ts';
import type { EngineClient, StartEngine } from '../engine/client.ts';
import { deviceLost, engineClosed, toEngineError, workerSilent, workerStumbled } from '../engine/errors.ts';
import { isSettled } from '../run/phases.ts';
import { linkCodec } from '../url/link.ts';
import { currentLink, type LocationPort } from '../url/sync.ts';
import { createAnswering, type Answering } from './answers.ts';
import { createBrowsing, type BrowsingActions } from './browsing.ts';
import { createChecking, type CheckingActions } from './checking.ts';
import type { Context } from './context.ts';
import { createFrames, type Frames } from './frames.ts';
import { createLinkFollowing } from './linkFollowing.ts';
import { createRunning, type RunningActions } from './running.ts';
import { fitWrt } from './question.ts';
import { createPageStore, dismiss, nothingShown, notify, patch, type Drawer, type PageStore } from './store.ts';
import { createUndoing, type Undoing } from './undo.ts';
import { createViewing, type Viewing } from './viewing.ts';
import type { ViewName } from './views.ts';
import { createKeeping, type KeepingActions } from './keeping.ts';
import { createHolding } from './holding.ts';
import { createExporting, type ExportActions } from './exporting.ts';
import { createRewinding, type Rewinding } from './rewinding.ts';
import { createNetworks, type NetworkActions } from './networks.ts';
import { createOwnDigits, type OwnDigitsActions } from './ownDigits.ts';

export interface Explorer
  extends RunningActions, BrowsingActions, Omit<Answering, 'forget'>, ExportActions, Omit<Rewinding, 'isLooking'>, KeepingActions, Omit<NetworkActions, 'changed' | 'digitsChanged' | 'wish'>, Omit<OwnDigitsActions, 'heard' | 'wish'>, Undoing, Pick<Viewing, 'agree' | 'decline'>, Pick<CheckingActions, 'check'> {
  store: PageStore;
  frames: Frames;
  /** Opens the engine and shows what the link asks for. Again after a crash. */
  start(): Promise<void>;
  dismiss(notice: number): void;
  /** Opens what lies below the question, or closes it. */
  open(drawer: Drawer | null): void;
  openView(view: ViewName): void;
  /** Null: back to the default. */
  setViewOption(view: ViewName, option: string, value: string | null): void;
}

/** `startEngine` and `place` are the worker and the address bar; tests pass their own. */
export function createExplorer(startEngine: StartEngine, place: LocationPort): Explorer {
  const store = createPageStore();
  const frames = createFrames();
  let client: EngineClient | null = null;
  let writeLink: (() => void) | null = null;
  const context: Context = { store, frames, api: () => client!.api };
  const checking = createChecking(context);
  const holding = createHolding(told);
  const plainViewing = createViewing(context, { before: () => holding.letGo(), after: () => checking.rowChanged() });
  const undoing = createUndoing(context, plainViewing);
  const viewing: Viewing = { ...plainViewing, select: undoing.select };
  const answering = createAnswering(context);
  const browsing = createBrowsing(context);
  const running = createRunning(context);
  const networks = createNetworks(context, { running, browsing, viewing, firstDigit, heard: runChanged });
  const exporting = createExporting(context);
  const rewinding = createRewinding(context, { viewing, browsing, holding });
  const keeping = createKeeping(context, { heard: runChanged });
  const following = createLinkFollowing(context, { running, networks, rewinding, heard: runChanged, wishDigits: (link, identity) => ownDigits.wish(link, identity) });
  const ownDigits = createOwnDigits(context, { running, viewing, networks, fulfil: following.fulfil });
  /** Runs that were cut off before this page was opened. */
  let cutOff: readonly string[] = [];
  /** The next run that is heard of is on other digits. */
  let otherDigits = false;

  function runChanged(heard: RunState) {
    const before = store.getState().run;
    // Of an answer and an event the older may come last.
    if (before && heard.revision < before.revision) return;
    // Every message brings its own copy; what shows the layers need not be drawn again for one that is the same.
    const sameLayers = before && JSON.stringify(before.layers) === JSON.stringify(heard.layers);
    const run = sameLayers ? { ...heard, layers: before.layers } : heard;
    store.setState({ run });
    if (otherDigits) {
      otherDigits = false;
      return networks.digitsChanged();
    }
    const anotherModel = run.network === 'loaded' && !sameLayers;
    if (before && (before.network !== run.network || anotherModel)) return networks.changed(before);
    // Whoever winds the run back brings the pictures after it.
    if (before && before.moment !== run.moment && rewinding.isLooking()) return;
    const settled = before && isSettled(run.phase) && !isSettled(before.phase);
    if (before && (before.revision !== run.revision || settled)) viewing.weightsChanged();
    const reread = before && before.revision !== run.revision && isSettled(run.phase);
    if (reread || settled) void browsing.reload();
  }

  function told(event: EngineEvent) {
    if (event.kind === 'run') runChanged(event.run);
    else if (event.kind === 'curve') store.setState({ curve: event.curve });
    else if (event.kind === 'filters') store.setState({ filters: event.filters && frames.put('filters', String(event.filters.revision), event.filters) });
    else if (event.kind === 'backend') store.setState({ backend: event.backend });
    else if (event.kind === 'networks') store.setState({ networks: event.networks });
    else if (event.kind === 'runs') runsChanged(event.runs);
    else if (event.kind === 'digits') {
      otherDigits = true;
      ownDigits.heard(event.digits, event.kept);
      offer(event.digits.identity);
    } else if (event.kind === 'progress') patch(store, 'tasks', { [event.task]: event.progress ?? undefined });
    else if (event.kind === 'error' && event.error.code === deviceLost) lose(event.error);
    else if (event.kind === 'error') notify(store, 'error', event.error.message, event.error.detail);
  }

  function take({ backend, fields, defaults, digits, networks: offered, run, runs, curve, filters }: Opened) {
    cutOff = runs.filter(({ phase }) => phase === 'under-way').map(({ id }) => id);
    store.setState({ runs, compared: null, status: 'ready', crash: null, opened: { fields, defaults, digits }, backend, run, curve, tasks: {}, networks: offered, input: null, kept: [digits], handedOver: null, beside: null });
    store.setState({ filters: filters && frames.put('filters', String(filters.revision), filters) });
    offer(digits.identity);
  }

  /** One that has gone on by another way than the offer is offered no longer. */
  function runsChanged(runs: readonly RunEntry[]) {
    store.setState(({ cutOff: offered }) => ({ runs, cutOff: runs.find(({ id, iteration }) => id === offered?.id && iteration === offered.iteration) ?? null }));
  }

  /** The newest run that was cut off, of those on the digits in use. */
  function offer(digits: string | null) {
    store.setState(({ runs }) => ({ cutOff: runs.find((run) => cutOff.includes(run.id) && run.digits === digits) ?? null }));
  }

  function lose(thrown: unknown) {
    const crash = toEngineError(thrown);
    if (crash.code === workerStumbled || crash.code === workerSilent) return store.setState({ crash });
    client?.close();
    store.setState({ status: 'crashed', crash, busy: false, tasks: {} });
  }

  /** A worker that was only busy is not to be started again. */
  function answersAgain() {
    if (store.getState().crash?.code === workerSilent) store.setState({ crash: null });
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
    await following.followLink(link, refused, opened);
    writeLink ??= place.follow(store, () => codec.write(currentLink(store.getState())));
  }

  function setViewOption(view: ViewName, option: string, value: string | null) {
    store.setState(({ views }) => {
      const { [option]: _before, ...others } = views[view] ?? {};
      return { views: { ...views, [view]: value === null ? others : { ...others, [option]: value } } };
    });
  }

  /** After a crash: the settings and the selection are still here, a loaded model is not. */
  async function goOn(draft: TrainSettings) {
    await running.setSettings(draft);
    const { run, selection } = store.getState();
    if (draft.network !== run!.network) await networks.choose(draft.network);
    const { layers, suggested } = store.getState().run!;
    const of = layers.some(({ name }) => name === selection.of) ? selection.of : suggested;
    const digit = selection.digit !== null && selection.digit < store.getState().opened!.digits.count ? selection.digit : null;
    patch(store, 'selection', { ...selection, digit, of, wrt: fitWrt(layers, of, selection.wrt) });
  }

  async function start() {
    client?.close();
    frames.clear();
    answering.forget();
    store.setState({ status: 'starting', crash: null, shown: nothingShown, checking: null, asking: null, plan: null, exporting: null, busy: true });
    const mine: EngineClient = startEngine((crash) => client === mine && (crash ? lose(crash) : answersAgain()));
    client = mine;
    try {
      const opened = await mine.api.open((event) => client === mine && holding.hear(event));
      const { run: before, opened: openedBefore } = store.getState();
      const lost = before !== null && !before.readyMade && before.phase !== 'untrained';
      const own = openedBefore?.digits.name ?? null;
      const draft = store.getState().draft;
      take(opened);
      if (lost && store.getState().cutOff === null) notify(store, 'warning', 'The run that was under way is lost. Its settings are kept: press Train to make it again.');
      if (own !== null) notify(store, 'warning', `${own} was in use and has to be handed over again: the page keeps no copy of your digits.`);
      if (draft) await goOn(draft);
      else await followLink(opened);
      await browsing.reload();
      if (store.getState().selection.digit === null) patch(store, 'selection', { digit: firstDigit() });
      await viewing.refresh();
    } catch (error) {
      if (client === mine && toEngineError(error).code !== engineClosed) lose(error);
    }
  }

  const { changed: _changed, digitsChanged: _digitsChanged, wish: _wish, ...networkActions } = networks;
  const { heard: _heard, wish: _wishDigits, ...digitsActions } = ownDigits;
  return {
    store, frames, start, ...running, ...browsing, ...networkActions, ...digitsActions, ...exporting, ...rewinding, ...keeping, check: checking.check,
    dismiss: (notice) => dismiss(store, notice),
    open: (drawer) => store.setState({ drawer }),
    openView: (view) => store.setState({ view }),
    setViewOption,
    ask: answering.ask, answered: answering.answered, stopAsking: answering.stopAsking,
    ...undoing, agree: viewing.agree, decline: viewing.decline,
  };
}
