// The pictures of one exploration: its row, its column, its norms, as the selection wants them and as far as it has them.
import type { Exploration, Unit } from '../../engine/protocol.ts';
import { parameterIndex } from '../formula/parameter.ts';
import type { Context } from './context.ts';
import { columnKey, normsKey, rowKey } from './frames.ts';
import { blockOf, type MapMode } from './mapMode.ts';
import type { Selection, Shown } from './store.ts';
import { fitUnit } from './units.ts';

/** A selection as far as an exploration can fulfil it. */
export interface Fitted extends Pick<Selection, 'parameter' | 'mode'> {
  unit: Unit;
}

export interface View {
  exploration: Exploration;
  shown: Shown;
  fitted: Fitted;
}

/** What of `selection` this exploration has; a unit that is on where none is chosen. */
function fit(selection: Selection, exploration: Exploration): Fitted {
  const { blocks } = exploration;
  const parameter = selection.parameter !== null && parameterIndex(blocks, selection.parameter) !== null ? selection.parameter : null;
  const block = blockOf(selection.mode);
  const missing = block !== null && !blocks.some((candidate) => candidate.parameter === block);
  const mode: MapMode = missing ? 'gradient' : selection.mode === 'parameter' && parameter === null ? 'activation' : selection.mode;
  return { unit: fitUnit(selection.unit, exploration), parameter, mode };
}

/** Loads what the selection shows of an exploration; what is in the frames already is not asked for again. */
export function createViewLoader({ frames, api }: Context) {
  async function row({ id }: Exploration, unit: Unit) {
    const key = rowKey(id, unit);
    return frames.get('row', key) ? key : frames.put('row', key, await api().row(id, unit));
  }

  async function column({ id, blocks }: Exploration, parameter: string | null) {
    const index = parameter === null ? null : parameterIndex(blocks, parameter);
    if (index === null) return null;
    const key = columnKey(id, index);
    return frames.get('column', key) ? key : frames.put('column', key, await api().column(id, index));
  }

  async function norms({ id }: Exploration, mode: MapMode) {
    const block = blockOf(mode);
    if (block === null) return null;
    const key = normsKey(id, block);
    return frames.get('norms', key) ? key : frames.put('norms', key, await api().blockNorms(id, block));
  }

  return async (exploration: Exploration, selection: Selection): Promise<View> => {
    const fitted = fit(selection, exploration);
    const keys = await Promise.all([row(exploration, fitted.unit), column(exploration, fitted.parameter), norms(exploration, fitted.mode)]);
    const shown: Shown = { exploration: String(exploration.id), row: keys[0], column: keys[1], norms: keys[2], mode: fitted.mode };
    return { exploration, shown, fitted };
  };
}
