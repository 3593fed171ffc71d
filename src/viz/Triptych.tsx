// Two pictures of the same numbers on one scale, and their signed difference beside them. Does not know what they are.
import { useMemo } from 'react';
import { FeatureMaps } from './FeatureMaps.tsx';
import { formatShort } from './format.ts';
import { magnitudeDomain, symmetricDomain, type ScaleKind } from './scale.ts';
import styles from './triptych.module.css';

export interface TriptychProps {
  title: string;
  /** Rows and columns of each picture. */
  shape: readonly [number, number];
  /** Row-major; NaN where a picture has no number. */
  one: Float32Array;
  other: Float32Array;
  /** The other less the one. */
  difference: Float32Array;
  /** Of the two sides; the difference is always signed. */
  kind: ScaleKind;
  legend: string;
  names: readonly [string, string];
  cellName: (row: number, column: number) => string;
  /** Of each side, the cell that it is about. */
  selected?: readonly [number, number] | null;
  /** Side 0 or 1, or 2 for the difference. */
  onSelect: (side: number, row: number, column: number) => void;
  maxCell?: number;
}

/** [rows · columns, pictures], the last index fastest, as maps are. */
function interleaved(pictures: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pictures.length * pictures[0].length);
  pictures.forEach((picture, k) => picture.forEach((value, cell) => (all[cell * pictures.length + k] = value)));
  return all;
}

export function Triptych({ title, shape: [H, W], one, other, difference, kind, legend, names, cellName, selected = null, onSelect, maxCell = 12 }: TriptychProps) {
  const signed = kind === 'diverging';
  const sides = useMemo(() => interleaved(signed ? [one, other, difference] : [one, other]), [signed, one, other, difference]);
  const domain = useMemo(() => (signed ? symmetricDomain(sides) : magnitudeDomain(sides)), [signed, sides]);
  const apart = useMemo(() => symmetricDomain(difference), [difference]);
  const panels = [`A: ${names[0]}`, `B: ${names[1]}`, 'B − A'];
  const at = selected && { i: selected[0], j: selected[1] };
  const shared = { legend, maxCell };
  const all = (
    <FeatureMaps
      {...shared}
      title={title}
      values={sides}
      shape={[H, W, signed ? 3 : 2]}
      kind={kind}
      domain={domain}
      selected={at && { ...at, c: 0 }}
      mapName={(panel) => panels[panel]}
      cellName={({ i, j, c }) => `${panels[c]}, ${cellName(i, j)}`}
      onSelect={({ i, j, c }) => onSelect(c, i, j)}
      across={W > 40 ? 1 : undefined}
      caption={signed ? `All three on one scale; the largest difference is ${formatShort(apart[1])}.` : undefined}
    />
  );
  if (signed) return all;
  return (
    <div className={styles.three}>
      {all}
      <FeatureMaps
        {...shared}
        title="The difference"
        legend="B − A"
        values={difference}
        shape={[H, W, 1]}
        kind="diverging"
        domain={apart}
        selected={at && { ...at, c: 0 }}
        mapName={() => panels[2]}
        cellName={({ i, j }) => `B − A, ${cellName(i, j)}`}
        onSelect={({ i, j }) => onSelect(2, i, j)}
      />
    </div>
  );
}
