// The exact entry at a place of the matrix: at once where the page holds it, else from the engine, the latest only.
import { useEffect, useMemo, useState } from 'react';
import { entryAt, type MatrixPlace } from '../../../viz/index.ts';
import { latest, superseded } from '../../engine/latest.ts';
import { feels, placeOf } from '../../formula/parameter.ts';
import { useExplorer, useFrame, useRow } from '../../state/ExplorerContext.ts';
import type { MatrixModel } from './useMatrix.ts';

/** Null while it is on its way. */
export function useEntry(model: MatrixModel | null, place: MatrixPlace | null): number | null {
  const explorer = useExplorer();
  const row = useRow();
  const column = useFrame('column', ({ shown }) => shown.column);
  const [answer, setAnswer] = useState<{ key: string; value: number } | null>(null);
  const ask = useMemo(() => latest((explorationId: number, r: number, p: number) => explorer.ask('entry', { explorationId, row: r, column: p })), [explorer]);

  const wanted = model && place && { id: model.exploration.id, r: model.order.rowAt[place.row], p: model.order.columnAt[place.column] };
  const key = wanted ? `${wanted.id} ${wanted.r} ${wanted.p}` : null;
  const here = (): number | null => {
    if (!model || !place || !wanted) return null;
    const of = placeOf(model.exploration.blocks, wanted.p)!;
    if (!feels(of.block, of.offset, wanted.r)) return 0;
    if (row?.explorationId === wanted.id && row.index === wanted.r) return row.values[wanted.p];
    if (column?.explorationId === wanted.id && column.index === wanted.p) return column.values[wanted.r];
    return entryAt(model.tiles, place.row, place.column);
  };
  const known = here();
  const asks = key !== null && known === null;
  useEffect(() => {
    if (!asks) return;
    const [id, r, p] = key.split(' ').map(Number);
    let current = true;
    ask(id, r, p).then(
      (entry) => current && entry !== superseded && setAnswer({ key, value: entry.value }),
      // Whatever is wrong is said by the picture itself, which asks for more.
      () => undefined,
    );
    return () => void (current = false);
  }, [ask, key, asks]);
  return known ?? (answer?.key === key ? answer.value : null);
}
