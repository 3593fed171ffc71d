// Keeps the pictures in step with what is selected. Two lanes: a new exploration may have to wait for the device, while
// another unit or parameter of the one on show never does.
import type { Exploration, JacobianPlan } from '../../engine/protocol.ts';
import { toEngineError } from '../engine/errors.ts';
import { latest, superseded } from '../engine/latest.ts';
import { isSettled } from '../run/phases.ts';
import { report, type Context } from './context.ts';
import { createPlanning, waitsForConsent } from './planning.ts';
import { fitWrt, requestOf, usualQuestion } from './question.ts';
import { notify, patch, type Selection } from './store.ts';
import { createViewLoader, type View } from './view.ts';

/** Least time between two refreshes that only new weights ask for, in milliseconds. */
const refreshEvery = 500;

/** A Jacobian that took longer than this waits for the run to pause or end; milliseconds. */
const quick = 1500;

/** Code of an exploration that was stopped. */
const aborted = 'aborted';

export interface Viewing {
  /** Changes the selection and brings the pictures after it. */
  select(change: Partial<Selection>): Promise<void>;
  /** The weights changed: shows the same unit and parameter with the new ones, soon. */
  weightsChanged(): void;
  /** Explores anew where that is needed, or with `fresh` in any case, and shows what is selected. */
  refresh(fresh?: boolean): Promise<void>;
  /** Computes what was asked about. */
  agree(): Promise<void>;
  /** Leaves it, or stops it while it is computed; the selection goes back to what is on show, or to the usual question where nothing is. */
  decline(): Promise<void>;
}

/** Around the pictures' change in the page. */
interface Around {
  before(): void;
  after(): void;
}

export function createViewing(context: Context, { before, after }: Around): Viewing {
  const { store, frames, api } = context;
  const loadView = createViewLoader(context);
  const planning = createPlanning(context);
  /** What each exploration was asked for, by its id. */
  const asked = new Map<number, { question: string; selection: Selection; plan: JacobianPlan }>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let loading = 0;
  /** New weights came while pictures were being loaded; those are shown first, or none ever would be. */
  let outdated = false;

  const selection = () => store.getState().selection;
  const revision = () => store.getState().run?.revision ?? 0;

  /** The exploration that the device works on, by question and digit. */
  let pending: string | null = null;
  const nameOf = (wanted: Selection) => `${planning.keyOf(wanted)} ${wanted.digit}`;

  const onShow = () => frames.get('exploration', store.getState().shown.exploration);

  /** The exploration on show when it is of the chosen digit, layer and parameters. */
  function shownExploration(): Exploration | null {
    const shown = onShow();
    const same = shown && shown.digit.index === selection().digit && asked.get(shown.id)?.question === planning.keyOf(selection());
    return same ? shown : null;
  }

  async function explore(fresh: boolean): Promise<Exploration> {
    const shown = shownExploration();
    if (!fresh && shown && shown.revision >= revision()) return shown;
    const wanted = selection();
    const question = planning.keyOf(wanted);
    const plan = await planning.agreed(wanted);
    pending = nameOf(wanted);
    const exploration = await api().explore(requestOf(wanted, wanted.digit!)).finally(() => (pending = null));
    asked.set(exploration.id, { question, selection: wanted, plan });
    frames.put('exploration', String(exploration.id), exploration);
    return exploration;
  }

  /** The selection may change while the device works: then the view is loaded again, of the same exploration. */
  async function loadWhole(fresh: boolean): Promise<View> {
    const exploration = await explore(fresh);
    for (;;) {
      const wanted = selection();
      const view = await loadView(exploration, wanted);
      if (wanted === selection()) return view;
    }
  }

  /** A second try with a new exploration: the worker keeps only the last few. */
  const whole = latest((fresh: boolean) =>
    loadWhole(fresh).catch((error: unknown) => {
      if ([aborted, waitsForConsent].includes(toEngineError(error).code)) throw error;
      return loadWhole(true);
    }),
  );
  const part = latest((exploration: Exploration) => loadView(exploration, selection()));

  function show({ exploration, shown, fitted }: View) {
    tellWhatWasDropped(fitted, exploration.layer.shape);
    const plan = asked.get(exploration.id)?.plan ?? null;
    before();
    store.setState((state) => ({ shown, plan, asking: null, selection: { ...state.selection, ...fitted }, busy: false }));
    after();
  }

  /** Back to what the pictures show. */
  function goBack() {
    const shown = onShow();
    const before = shown && asked.get(shown.id)?.selection;
    if (before) patch(store, 'selection', { digit: before.digit, of: before.of, wrt: before.wrt, batchNorm: before.batchNorm });
  }

  async function refresh(fresh = false) {
    if (selection().digit === null) return;
    // Nobody waits for what is no longer wanted; another unit or mode of it is no reason to begin again.
    if (pending !== null && pending !== nameOf(selection())) void api().cancel('jacobian').catch(() => {});
    loading++;
    try {
      const view = await whole(fresh);
      if (view !== superseded) show(view);
    } catch (error) {
      store.setState({ busy: false });
      const { code } = toEngineError(error);
      if (code === waitsForConsent) return;
      goBack();
      if (code !== aborted) report(store, error);
    } finally {
      loading--;
      if (outdated && loading === 0) {
        outdated = false;
        weightsChanged();
      }
    }
  }

  /** Another part of the exploration on show; where the worker no longer has it, a new one. */
  async function look(exploration: Exploration) {
    try {
      const view = await part(exploration);
      if (view !== superseded && shownExploration()?.id === exploration.id) show(view);
    } catch {
      await refresh();
    }
  }

  /** True for pictures that would keep the device from training. */
  function isSlow(): boolean {
    const { run } = store.getState();
    const shown = onShow();
    return shown !== null && run !== null && !isSettled(run.phase) && (shown.inParts || shown.summary.milliseconds > quick);
  }

  function weightsChanged() {
    if (isSlow()) return;
    timer ??= setTimeout(() => {
      timer = null;
      if (loading > 0) outdated = true;
      else void refresh();
    }, refreshEvery);
  }

  /** A wish (of a link, or from before the layer or the run changed) that this exploration cannot fulfil. */
  function tellWhatWasDropped({ parameter, unit }: View['fitted'], shape: readonly number[]) {
    const { parameter: chosen, unit: wished, of } = selection();
    if (chosen !== null && parameter === null)
      notify(store, 'info', `${chosen} is not among what ${of} is differentiated by, so it is no longer chosen.`);
    if (wished && unit !== wished)
      notify(store, 'info', `Unit (${wished.i}, ${wished.j}) of map ${wished.c} is outside ${of}, which is ${shape.join('×')}. Another one is shown.`);
  }

  async function select(change: Partial<Selection>) {
    patch(store, 'selection', change);
    const { run } = store.getState();
    if (run) patch(store, 'selection', { wrt: fitWrt(run.layers, selection().of, selection().wrt) });
    store.setState({ busy: true, asking: null });
    const shown = shownExploration();
    await (shown ? look(shown) : refresh());
  }

  return {
    select,
    weightsChanged,
    refresh,
    async agree() {
      planning.agree();
      store.setState({ busy: true });
      await refresh();
    },
    async decline() {
      const { asking, run } = store.getState();
      store.setState({ asking: null });
      if (!asking) await api().cancel('jacobian');
      else if (onShow()) goBack();
      // Of a link that is the first to be asked: an empty page is nothing to go back to.
      else await select(usualQuestion(run!));
    },
  };
}
