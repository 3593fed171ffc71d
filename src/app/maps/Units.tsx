// All units of the explored layer: as maps, a page of them at a time where there are many; as bars or cells where it is a vector.
import { useState } from 'react';
import { CellGrid, FeatureMaps, UnitBars } from '../../viz/index.ts';
import type { Exploration, Unit } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { pointAt, usePointed } from '../state/pointed.ts';
import { unitInWords } from '../state/units.ts';
import { count } from '../ui/format.ts';
import { Stepper } from '../ui/Stepper.tsx';
import { useWide } from '../ui/useWide.ts';
import type { MapWords } from './modes.ts';

interface UnitsProps {
  exploration: Exploration;
  values: Float32Array;
  words: MapWords;
}

/** More maps than `all` come in pages; more units than `bars` as cells. */
const most = { all: 36, page: 20, bars: 24 };

function Maps({ exploration, values, words, selected, pointed, onSelect }: UnitsProps & { selected: Unit | null; pointed: Unit | null; onSelect: (unit: Unit) => void }) {
  const [, W, C] = exploration.layer.shape;
  const wide = useWide();
  const own = Math.floor((selected?.c ?? 0) / most.page);
  const [turned, setTurned] = useState({ page: own, of: own });
  // Another unit's page comes up by itself.
  const page = turned.of === own ? turned.page : own;
  const pages = Math.ceil(C / most.page);
  const channels = C <= most.all ? undefined : { first: page * most.page, count: Math.min(most.page, C - page * most.page) };
  const across = W > 48 ? 3 : W > 32 ? 4 : 5;
  return (
    <>
      {channels && (
        <Stepper label="Maps" value={page} count={pages} onChange={(next) => setTurned({ page: next, of: own })} name={() => `maps ${channels.first}–${channels.first + channels.count - 1} of ${count(C)}`} />
      )}
      <FeatureMaps
        {...words}
        values={values}
        shape={exploration.layer.shape}
        channels={channels}
        selected={selected}
        pointed={pointed}
        onHover={(unit) => pointAt({ unit })}
        across={wide ? across : undefined}
        maxCell={C <= 2 ? 24 : 12}
        onSelect={onSelect}
      />
    </>
  );
}

export function Units(props: UnitsProps) {
  const { exploration, values, words } = props;
  const explorer = useExplorer();
  const selected = usePage((state) => state.selection.unit);
  const pointed = usePointed(({ unit }) => unit);
  const onSelect = (unit: Unit) => void explorer.select({ unit });
  const { layer } = exploration;
  if (!layer.vector) return <Maps {...props} selected={selected} pointed={pointed} onSelect={onSelect} />;
  const unit = (c: number): Unit => ({ i: 0, j: 0, c });
  const shared = { title: words.title, caption: words.caption, values, selected: selected?.c ?? null, onSelect: (c: number) => onSelect(unit(c)), onHover: (c: number | null) => pointAt({ unit: c === null ? null : unit(c) }) };
  if (values.length <= most.bars) return <UnitBars {...shared} most={words.domain?.[1]} name={(c) => String(c)} />;
  return <CellGrid {...shared} domain={words.domain} pointed={pointed?.c ?? null} kind={words.kind} legend={words.legend} cellName={(c) => unitInWords(unit(c), layer).toLowerCase()} />;
}
