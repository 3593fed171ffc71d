// A few moments side by side on one scale: the map of row lengths, and the row's part in one kernel. The first is the one on show.
import { useMemo } from 'react';
import { FeatureMaps } from '../../../viz/index.ts';
import type { Exploration, Row } from '../../../engine/protocol.ts';
import { placeOf } from '../../formula/parameter.ts';
import { usePage } from '../../state/ExplorerContext.ts';
import type { Followed } from '../../state/following.ts';
import { count } from '../../ui/format.ts';
import { beyondInWords } from './Charts.tsx';
import { FollowStatus } from './FollowStatus.tsx';
import { planesOf } from './planes.ts';
import type { Numbers } from './numbers.ts';
import { largestAt, scaleEnd } from './scaleEnd.ts';
import { useMapsOverTime, type RowAt } from './useFollowing.ts';
import styles from './time.module.css';

interface MultiplesProps {
  exploration: Exploration;
  row: Row;
  /** Those beside the one on show, ascending. */
  moments: readonly number[];
  onMoment: (iteration: number) => void;
}

/** A picture may be so wide, so that its moment can be written above it; CSS pixels. */
const leastWidth = 110;

/** Pictures of `size` numbers as one array [size, pictures], the last index fastest; what is not known is NaN. */
function sideBySide(pictures: readonly (ArrayLike<number> | null)[], size: number): Float32Array {
  const all = new Float32Array(size * pictures.length).fill(NaN);
  pictures.forEach((picture, k) => {
    for (let cell = 0; picture && cell < size; cell++) all[cell * pictures.length + k] = picture[cell];
  });
  return all;
}

/** What the colour for no number means, as long as there is such a picture. */
function pending(values: Float32Array): string {
  return values.some(Number.isNaN) ? 'Violet: not computed yet.' : '';
}

function usePanelName(moments: readonly number[]): (panel: number) => string {
  const moment = usePage(({ run }) => run!.moment);
  return (panel) => (panel === 0 ? `on show: ${moment ?? 'now'}` : `iteration ${moments[panel - 1]}`);
}

/** The scale that all pictures share, and the moments that go beyond it. The one on show decides nothing: it would change the scale while playing. */
function useEnd(values: Float32Array, moments: readonly number[], signed = false): { end: readonly [number, number]; beyond: number[] } {
  return useMemo(() => {
    const { end, beyond } = scaleEnd(largestAt(values, moments.length + 1).slice(1));
    return { end: [signed ? -end : 0, end] as const, beyond: beyond.map((k) => moments[k]) };
  }, [values, moments, signed]);
}

export function MapMultiples({ exploration, row, moments, onMoment }: MultiplesProps) {
  const { layer, rowNorms } = exploration;
  const [H, W, C] = layer.shape;
  const { i, j, c } = row.unit;
  const followed = useMapsOverTime(exploration, c, moments);
  const name = usePanelName(moments);
  const shape = [layer.vector ? 1 : H, layer.vector ? C : W, moments.length + 1] as const;
  const size = shape[0] * shape[1];
  const values = useMemo(() => {
    const now = layer.vector ? rowNorms : Float32Array.from({ length: size }, (_, k) => rowNorms[k * C + c]);
    const then = moments.map((iteration) => followed.found.get(iteration)?.norms ?? null);
    return sideBySide([now, ...then.map((norms) => (norms?.length === size ? norms : null))], size);
  }, [layer.vector, rowNorms, size, C, c, moments, followed.found]);
  const { end, beyond } = useEnd(values, moments);
  const cell = (row_: number, column: number) => (layer.vector ? `unit ${column}` : `row ${row_}, column ${column}`);
  return (
    <div className={styles.multiples} aria-busy={followed.phase === 'working'}>
      <FeatureMaps
        title={layer.vector ? `Row length of each of the ${count(C)} units` : `Row length of each unit of map ${c}`}
        values={values}
        shape={shape}
        kind="sequential"
        legend="length ‖∂h/∂θ‖"
        domain={end}
        caption={`${pending(values)}${beyondInWords(beyond, exploration)}`}
        selected={layer.vector ? { i: 0, j: c, c: 0 } : { i, j, c: 0 }}
        mapName={name}
        cellName={(unit) => `${name(unit.c)}, ${cell(unit.i, unit.j)}`}
        onSelect={(unit) => unit.c > 0 && onMoment(moments[unit.c - 1])}
        maxCell={layer.vector ? 18 : Math.max(7, Math.ceil(leastWidth / shape[1]))}
      />
      <FollowStatus quiet what="the maps of a few moments" followed={followed} />
    </div>
  );
}

interface KernelMultiplesProps extends MultiplesProps {
  followed: Followed<RowAt>;
  numbers: Numbers;
  /** The array to be shown, where it makes a picture; else the first that does. */
  block: string;
}

export function KernelMultiples({ exploration, row, moments, onMoment, followed, numbers, block }: KernelMultiplesProps) {
  const layers = usePage((state) => state.run!.layers);
  const name = usePanelName(moments);
  const { blocks, digit } = exploration;
  const drawn = useMemo(() => {
    const order = [...blocks].sort((a, b) => Number(b.parameter === block) - Number(a.parameter === block));
    for (const each of order) {
      const k = numbers.lines.findIndex(({ parameter }) => parameter === each.parameter);
      const planes = k < 0 ? null : planesOf(each, numbers.lines[k], row, layers, [digit.height, digit.width, digit.channels]);
      if (planes) return { each, planes, from: numbers.lines.slice(0, k).reduce((sum, { count: entries }) => sum + entries, 0) };
    }
    return null;
  }, [blocks, block, numbers.lines, row, layers, digit]);
  const values = useMemo(() => {
    if (!drawn) return new Float32Array(0);
    const { each, planes, from } = drawn;
    const now = Float32Array.from(planes.positions, (position) => (position < 0 ? NaN : row.values[each.start + position]));
    const then = moments.map((iteration) => {
      const found = followed.found.get(iteration);
      return found ? Float32Array.from(planes.entries, (entry, cell) => (entry >= 0 ? found.entries[from + entry] : planes.positions[cell] >= 0 ? 0 : NaN)) : null;
    });
    return sideBySide([now, ...then], planes.entries.length);
  }, [drawn, row, moments, followed.found]);
  const { end, beyond } = useEnd(values, moments, true);
  if (!drawn) return <p className={styles.note}>None of these arrays makes a picture: the heat map above shows their entries.</p>;
  const { each, planes } = drawn;
  const place = (unit: { i: number; j: number; c: number }) => {
    const position = planes.positions[unit.i * planes.columns + unit.j];
    return position < 0 ? 'nothing here' : `${each.parameter}[${placeOf(blocks, each.start + position)?.position.join(',')}]`;
  };
  return (
    <FeatureMaps
      title={`The row in ${each.parameter}${each.parameter === 'input' ? '' : `, ${planes.name}`}`}
      values={values}
      shape={[planes.rows, planes.columns, moments.length + 1]}
      kind="diverging"
      legend="derivative"
      domain={end}
      caption={`${each.parameter === 'input' || planes.columns * planes.rows === planes.positions.filter((p) => p >= 0).length ? pending(values) : ''}${beyondInWords(beyond)}`}
      selected={null}
      mapName={name}
      cellName={(unit) => `${name(unit.c)}, ${place(unit)}`}
      onSelect={(unit) => unit.c > 0 && onMoment(moments[unit.c - 1])}
      maxCell={Math.max(22, Math.ceil(leastWidth / planes.columns))}
    />
  );
}
