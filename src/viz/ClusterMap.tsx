// A matrix of pairs whose lines are in the order of a clustering, with its tree beside it. Does not know what is compared.
import { useMemo, type ReactNode } from 'react';
import { clustersAt, elbowsOf, type Tree } from './dendrogram.ts';
import { formatExact, formatShort } from './format.ts';
import { Legend } from './Legend.tsx';
import { PanelGrid } from './PanelGrid.tsx';
import { panelBox, type Cell, type PanelLayout } from './panels.ts';
import { Picture, ReadOut } from './Picture.tsx';
import { domainOf, scaleOf, type Domain, type ScaleKind } from './scale.ts';
import { useCursor } from './useCursor.ts';
import { useTheme } from './useTheme.ts';
import { useWidth } from './useWidth.ts';
import styles from './structure.module.css';

export interface ClusterMapProps {
  title: string;
  /** [n, n] row-major, in the order of the leaves' numbers. */
  values: Float32Array;
  n: number;
  tree: Tree;
  kind: ScaleKind;
  legend: string;
  domain?: Domain;
  /** What a leaf is, in words, and in at most four letters beside its line. */
  name: (leaf: number) => string;
  mark: (leaf: number) => string;
  /** A leaf. */
  selected: number | null;
  /** Line and column of the cell that was chosen. */
  onSelect: (leaf: number, other: number) => void;
  onHover?: (pair: { leaf: number; other: number } | null) => void;
  caption?: ReactNode;
}

/** Width of the tree and of the marks beside the matrix. */
const TREE = { wide: 120, narrow: 56 };
const MARKS = 34;
const GAP = 6;
/** Lines thinner than this have no marks. */
const LEAST_LINE = 8;

/** The root lies left, leaves end at the matrix. */
function Dendrogram({ layout, tree, width }: { layout: PanelLayout; tree: Tree; width: number }) {
  const box = panelBox(layout, 0);
  const x = (depth: number) => box.x - MARKS - GAP - depth * (width - 4);
  const y = (place: number) => box.y + place * layout.cellHeight;
  const d = elbowsOf(tree).map(({ from, to, start, end, depth }) => `M${x(start)} ${y(from)}H${x(depth)}V${y(to)}H${x(end)}`);
  return <path className={styles.tree} d={d.join('')} />;
}

function Marks({ layout, order, mark, selected }: { layout: PanelLayout; order: ArrayLike<number>; mark: (leaf: number) => string; selected: number | null }) {
  if (layout.cellHeight < LEAST_LINE) return null;
  const box = panelBox(layout, 0);
  return Array.from(order, (leaf, k) => (
    <text key={leaf} className={leaf === selected ? styles.markStrong : styles.mark} x={box.x - GAP} y={box.y + (k + 0.5) * layout.cellHeight}>
      {mark(leaf)}
    </text>
  ));
}

export function ClusterMap({ title, values, n, tree, kind, legend, domain, name, mark, selected, onSelect, onHover, caption }: ClusterMapProps) {
  const theme = useTheme();
  const [ref, width] = useWidth<HTMLDivElement>();
  const { order } = tree;
  const cells = useMemo(() => Float32Array.from({ length: n * n }, (_, at) => values[order[Math.floor(at / n)] * n + order[at % n]]), [values, n, order]);
  const reach = useMemo(() => domain ?? domainOf(kind, values), [domain, kind, values]);
  const scale = useMemo(() => scaleOf(kind, reach, theme), [kind, reach, theme]);
  const pairOf = ({ row, column }: Cell) => ({ leaf: order[row], other: order[column] });
  const cursor = useCursor((cell) => onHover?.(cell && pairOf(cell)));
  const place = useMemo(() => (selected === null ? -1 : Array.from(order).indexOf(selected)), [order, selected]);
  const shown = cursor.active ? pairOf(cursor.active.cell) : null;
  const treeWidth = width > 0 && width < 480 ? TREE.narrow : TREE.wide;
  return (
    <Picture
      title={title}
      legend={<Legend kind={kind} domain={reach} label={legend} />}
      readOut={
        <ReadOut
          where={shown ? (shown.leaf === shown.other ? `${name(shown.leaf)} with itself` : `${name(shown.leaf)} with ${name(shown.other)}`) : place < 0 ? undefined : `chosen: ${name(selected!)}, itself`}
          value={shown ? formatExact(values[shown.leaf * n + shown.other]) : place < 0 ? undefined : formatExact(values[selected! * n + selected!])}
          long
          idle="Point at a cell to read its pair."
          live={cursor.active?.source === 'keyboard'}
        />
      }
      caption={caption}
      table={{ columns: ['one', 'other', legend], *rows() { for (const a of Array.from(order)) for (const b of Array.from(order)) yield [name(a), name(b), values[a * n + b]]; } }}
      maxWidth={760}
    >
      <div ref={ref} style={{ paddingLeft: treeWidth + MARKS + GAP }}>
        <PanelGrid
          spec={{ count: 1, rows: n, columns: n, target: 560, maxCell: 44, gap: 0, maxGap: 0, header: 0 }}
          cells={cells}
          scale={scale}
          label={`${title}. ${n} by ${n}, in the order of their clusters: ${clustersAt(tree, 0.1)} at a cosine of 0.9, ${clustersAt(tree, 0.5)} at 0.5. Values ${reach.map((end) => formatShort(end)).join(' to ')}.`}
          cursor={cursor}
          selected={place < 0 ? null : { panel: 0, row: place, column: place }}
          tip={(cell) => formatShort(cells[cell.row * n + cell.column], 4)}
          onSelect={(cell) => onSelect(order[cell.row], order[cell.column])}
          marks={(layout) => (
            <>
              <Dendrogram layout={layout} tree={tree} width={treeWidth} />
              <Marks layout={layout} order={order} mark={mark} selected={selected} />
            </>
          )}
        />
      </div>
    </Picture>
  );
}
