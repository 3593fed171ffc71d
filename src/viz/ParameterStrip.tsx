// A vector such as bias, gamma or beta as one line of cells; the own channel is marked and its number written out.
import { useId, useMemo, useRef } from 'react';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { PanelGrid } from './PanelGrid.tsx';
import { panelBox, type Cell, type PanelLayout } from './panels.ts';
import { ReadOut } from './Picture.tsx';
import { scaleOf, type Domain, type ScaleKind } from './scale.ts';
import { listTable } from './tables.ts';
import { PictureTools } from './tools.tsx';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';
import styles from './strip.module.css';
import picture from './picture.module.css';

export interface ParameterStripProps {
  title: string;
  /** `conv1/bias`. */
  name: string;
  /** [C] */
  values: Float32Array;
  domain: Domain;
  /** The channel whose cell is marked and whose number is written out. */
  channel: number | null;
  /** Position in `values`. */
  selected: number | null;
  onSelect: (index: number) => void;
  kind?: ScaleKind;
  /** Default true; false where neighbours share one scale that is shown elsewhere. */
  showLegend?: boolean;
  onHover?: (index: number | null) => void;
  /** What is pointed at in another picture. */
  pointed?: number | null;
  /** True where all numbers are zeros but for rounding, and are written as such. */
  rounding?: boolean;
}

/** A number that is zero, with what rounding made of it. */
function zeroWritten(value: number): string {
  return value === 0 ? '0' : `0 (rounding: ${formatShort(value, 1)})`;
}

const cellOf = (panel: number): Cell => ({ panel, row: 0, column: 0 });

/** A small wedge under the own channel's cell. */
function OwnMark({ layout, channel }: { layout: PanelLayout; channel: number }) {
  const box = panelBox(layout, channel);
  const x = box.x + box.width / 2;
  const y = box.y + box.height + 1.5;
  return <path className={styles.own} d={`M${x} ${y}l4 5h-8z`} />;
}

export function ParameterStrip(props: ParameterStripProps) {
  const { title, name, values, domain, channel, selected, pointed = null, onSelect, kind = 'diverging', showLegend = true, onHover, rounding = false } = props;
  const theme = useTheme();
  const figure = useRef<HTMLElement>(null);
  const titled = useId();
  const [low, high] = domain;
  const scale = useMemo(() => scaleOf(kind, [low, high], theme), [kind, low, high, theme]);
  const cursor = useCursor((cell) => onHover?.(cell && cell.panel));
  const short = name.split('/').pop() ?? name;
  const shown = cursor.active?.cell.panel ?? pointed ?? channel ?? selected;
  return (
    <figure ref={figure} className={picture.picture} aria-labelledby={titled} data-viz="">
      <div className={styles.title}>
        <span id={titled}>{title}</span>
        <PictureTools figure={figure} title={title} table={listTable(values, ['position', name], (k) => k)} />
      </div>
      <PanelGrid
        spec={{ count: values.length, rows: 1, columns: 1, target: 14, maxCell: 28, gap: 2, maxGap: 2, header: 0, aspect: 1 }}
        cells={values}
        scale={scale}
        label={`${title}: ${name}, ${values.length} numbers.`}
        cursor={cursor}
        selected={selected === null ? null : cellOf(selected)}
        echo={pointed === null ? null : cellOf(pointed)}
        tip={(cell) => `${short}[${cell.panel}] ${rounding ? zeroWritten(values[cell.panel]) : formatShort(values[cell.panel], 4)}`}
        onSelect={(cell) => onSelect(cell.panel)}
        marks={(layout) => channel !== null && <OwnMark layout={layout} channel={channel} />}
      />
      <div className={styles.foot} data-rounding={rounding}>
        {showLegend && <Legend kind={kind} domain={domain} label={name} compact />}
        <ReadOut
          where={shown === null ? undefined : `${short}[${shown}]`}
          value={shown === null ? undefined : rounding ? zeroWritten(values[shown]) : formatExact(values[shown])}
          idle={`${values.length} numbers`}
          live={cursor.active?.source === 'keyboard'}
        />
      </div>
    </figure>
  );
}
