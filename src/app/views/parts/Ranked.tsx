// Units or parameters ranked by a number, each a click away from being the selection.
import type { ReactNode } from 'react';
import { UnitBars } from '../../../viz/index.ts';
import type { Exploration, Unit } from '../../../engine/protocol.ts';
import { parameterIndex, parameterName } from '../../formula/parameter.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { pointAt } from '../../state/pointed.ts';

interface RankedProps {
  title: string;
  exploration: Exploration;
  /** Row or column numbers, first to last. */
  places: readonly number[];
  /** Of row or column k. */
  value: (place: number) => number;
  mark?: (place: number) => string;
  caption?: ReactNode;
}

const unitOf = (row: number, [, W, C]: readonly number[]): Unit => ({ i: Math.floor(row / (W * C)), j: Math.floor(row / C) % W, c: row % C });

/** `map 3, (11, 4)`. */
export function shortUnit({ i, j, c }: Unit, { vector }: Exploration['layer']): string {
  return vector ? `unit ${c}` : `map ${c}, (${i}, ${j})`;
}

export function RankedUnits({ title, exploration: { layer }, places, value, mark, caption }: RankedProps) {
  const explorer = useExplorer();
  const unit = usePage((state) => state.selection.unit);
  const units = places.map((place) => unitOf(place, layer.shape));
  const selected = units.findIndex(({ i, j, c }) => i === unit?.i && j === unit.j && c === unit.c);
  return (
    <UnitBars
      title={title}
      values={places.map(value)}
      name={(k) => shortUnit(units[k], layer)}
      {...(mark ? { mark: (k: number) => mark(places[k]) } : {})}
      selected={selected < 0 ? null : selected}
      onSelect={(k) => void explorer.select({ unit: units[k] })}
      onHover={(k) => pointAt({ unit: k === null ? null : units[k] })}
      caption={caption}
    />
  );
}

export function RankedParameters({ title, exploration: { blocks }, places, value, mark, caption }: RankedProps) {
  const explorer = useExplorer();
  const parameter = usePage((state) => state.selection.parameter);
  const column = parameter === null ? null : parameterIndex(blocks, parameter);
  const selected = column === null ? -1 : places.indexOf(column);
  return (
    <UnitBars
      title={title}
      values={places.map(value)}
      name={(k) => parameterName(blocks, places[k]) ?? String(places[k])}
      {...(mark ? { mark: (k: number) => mark(places[k]) } : {})}
      selected={selected < 0 ? null : selected}
      onSelect={(k) => void explorer.select({ parameter: parameterName(blocks, places[k]), mode: 'parameter' })}
      onHover={(k) => pointAt({ column: k === null ? null : places[k] })}
      caption={caption}
    />
  );
}
