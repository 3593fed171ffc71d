// Keeps the pictures in step with what is selected. Two lanes: a new exploration may have to wait for the device, while
// another unit or parameter of the one on show never does.
import type { Exploration } from '../../engine/protocol.ts';
import { latest, superseded } from '../engine/latest.ts';
import { report, type Context } from './context.ts';
import { notify, patch, type Selection } from './store.ts';
import { createViewLoader, type View } from './view.ts';

/** Least time between two refreshes that only new weights ask for, in milliseconds. */
const refreshEvery = 500;

export interface Viewing {
  /** Changes the selection and brings the pictures after it. */
  select(change: Partial<Selection>): Promise<void>;
  /** The weights changed: shows the same unit and parameter with the new ones, soon. */
  weightsChanged(): void;
  /** Explores anew where that is needed, and shows what is selected. */
  refresh(): Promise<void>;
}

export function createViewing(context: Context, afterwards: () => void): Viewing {
  const { store, frames, api } = context;
  const loadView = createViewLoader(context);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let loading = 0;
  /** New weights came while pictures were being loaded; those are shown first, or none ever would be. */
  let outdated = false;

  const selection = () => store.getState().selection;
  const revision = () => store.getState().run?.revision ?? 0;

  /** The exploration on show when it is of the chosen digit and layer. */
  function shownExploration(): Exploration | null {
    const shown = frames.get('exploration', store.getState().shown.exploration);
    const { digit, of } = selection();
    return shown && shown.digit.index === digit && shown.layer.name === of ? shown : null;
  }

  async function explore(fresh: boolean): Promise<Exploration> {
    const shown = shownExploration();
    if (!fresh && shown && shown.revision >= revision()) return shown;
    const exploration = await api().explore({ digit: selection().digit!, of: selection().of });
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
  const whole = latest(() => loadWhole(false).catch(() => loadWhole(true)));
  const part = latest((exploration: Exploration) => loadView(exploration, selection()));

  function show({ exploration, shown, fitted }: View) {
    tellWhatWasDropped(fitted, exploration.layer.shape);
    store.setState((state) => ({ shown, selection: { ...state.selection, ...fitted }, busy: false }));
    afterwards();
  }

  async function refresh() {
    if (selection().digit === null) return;
    loading++;
    try {
      const view = await whole();
      if (view !== superseded) show(view);
    } catch (error) {
      store.setState({ busy: false });
      report(store, error);
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

  function weightsChanged() {
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
      notify(store, 'info', `${chosen} is not among the parameters up to ${of}, so it is no longer chosen.`);
    if (wished && unit !== wished)
      notify(store, 'info', `Unit (${wished.i}, ${wished.j}) of map ${wished.c} is outside ${of}, which is ${shape.join('×')}. Another one is shown.`);
  }

  return {
    async select(change) {
      patch(store, 'selection', change);
      store.setState({ busy: true });
      const shown = shownExploration();
      await (shown ? look(shown) : refresh());
    },
    weightsChanged,
    refresh,
  };
}
