// Keeps the pictures in step with what is selected: one exploration, its row, its column, its norms, shown together.
import type { Exploration, Unit } from '../../engine/protocol.ts';
import { latest, superseded } from '../engine/latest.ts';
import { parameterIndex } from '../formula/parameter.ts';
import { report, type Context } from './context.ts';
import { columnKey, normsKey, rowKey } from './frames.ts';
import { blockOf, type MapMode } from './mapMode.ts';
import { notify, patch, type Selection, type Shown } from './store.ts';
import { fitUnit } from './units.ts';

/** Least time between two refreshes that only new weights ask for, in milliseconds. */
const refreshEvery = 500;

export interface Viewing {
  /** Changes the selection and brings the pictures after it. */
  select(change: Partial<Selection>): Promise<void>;
  /** The weights changed: shows the same unit and parameter with the new ones, soon. */
  weightsChanged(): void;
  refresh(): Promise<void>;
}

export function createViewing({ store, frames, api }: Context, afterwards: () => void): Viewing {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let loading = 0;
  /** New weights came while pictures were being loaded; those are shown first, or none ever would be. */
  let outdated = false;

  const shownExploration = () => frames.get('exploration', store.getState().shown.exploration);

  /** The exploration on show when it is still right, else a new one. */
  async function explore({ digit, of }: Selection, fresh: boolean): Promise<Exploration> {
    const shown = shownExploration();
    const revision = store.getState().run?.revision ?? 0;
    if (!fresh && shown && shown.digit.index === digit && shown.layer.name === of && shown.revision >= revision) return shown;
    const exploration = await api().explore({ digit: digit!, of });
    frames.put('exploration', String(exploration.id), exploration);
    return exploration;
  }

  async function loadRow({ id }: Exploration, unit: Unit) {
    const key = rowKey(id, unit);
    return frames.get('row', key) ? key : frames.put('row', key, await api().row(id, unit));
  }

  async function loadColumn({ id, blocks }: Exploration, parameter: string | null) {
    const index = parameter === null ? null : parameterIndex(blocks, parameter);
    if (index === null) return null;
    const key = columnKey(id, index);
    return frames.get('column', key) ? key : frames.put('column', key, await api().column(id, index));
  }

  async function loadNorms({ id }: Exploration, mode: MapMode) {
    const block = blockOf(mode);
    if (block === null) return null;
    const key = normsKey(id, block);
    return frames.get('norms', key) ? key : frames.put('norms', key, await api().blockNorms(id, block));
  }

  async function load(fresh: boolean): Promise<{ shown: Shown; fitted: Fitted; shape: readonly number[] }> {
    const { selection } = store.getState();
    const exploration = await explore(selection, fresh);
    const fitted = fit(selection, exploration);
    const [row, column, norms] = await Promise.all([
      loadRow(exploration, fitted.unit),
      loadColumn(exploration, fitted.parameter),
      loadNorms(exploration, fitted.mode),
    ]);
    return { shown: { exploration: String(exploration.id), row, column, norms, mode: fitted.mode }, fitted, shape: exploration.layer.shape };
  }

  /** A second try with a new exploration: the worker keeps only the last few. */
  const loadLatest = latest(() => load(false).catch(() => load(true)));

  function weightsChanged() {
    timer ??= setTimeout(() => {
      timer = null;
      if (loading > 0) outdated = true;
      else void refresh();
    }, refreshEvery);
  }

  async function refresh() {
    if (store.getState().selection.digit === null) return;
    loading++;
    try {
      const loaded = await loadLatest();
      if (loaded === superseded) return;
      tellWhatWasDropped(loaded.fitted, loaded.shape);
      store.setState((state) => ({ shown: loaded.shown, selection: { ...state.selection, ...loaded.fitted }, busy: false }));
      afterwards();
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

  /** A wish (of a link, or from before the layer or the run changed) that this exploration cannot fulfil. */
  function tellWhatWasDropped({ parameter, unit }: Fitted, shape: readonly number[]) {
    const { selection } = store.getState();
    const wished = selection.unit;
    if (selection.parameter !== null && parameter === null)
      notify(store, 'info', `${selection.parameter} is not among the parameters up to ${selection.of}, so it is no longer chosen.`);
    if (wished && unit !== wished)
      notify(store, 'info', `Unit (${wished.i}, ${wished.j}) of map ${wished.c} is outside ${selection.of}, which is ${shape.join('×')}. Another one is shown.`);
  }

  return {
    async select(change) {
      patch(store, 'selection', change);
      store.setState({ busy: true });
      await refresh();
    },
    weightsChanged,
    refresh,
  };
}

interface Fitted extends Pick<Selection, 'parameter' | 'mode'> {
  unit: Unit;
}

/** The selection as far as this exploration has it; a unit that is on where none is chosen. */
function fit(selection: Selection, exploration: Exploration): Fitted {
  const { blocks } = exploration;
  const parameter = selection.parameter !== null && parameterIndex(blocks, selection.parameter) !== null ? selection.parameter : null;
  const block = blockOf(selection.mode);
  const missing = block !== null && !blocks.some((candidate) => candidate.parameter === block);
  const mode: MapMode = missing ? 'gradient' : selection.mode === 'parameter' && parameter === null ? 'activation' : selection.mode;
  return { unit: fitUnit(selection.unit, exploration), parameter, mode };
}
