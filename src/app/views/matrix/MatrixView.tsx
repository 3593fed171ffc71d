// The whole matrix as one picture: how it is ordered, where one looks, what is pointed at, and what can be seen.
import { RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { MatrixFigure, MatrixMap, MatrixZoom, symmetricDomain, type MatrixPlace } from '../../../viz/index.ts';
import { parameterIndex, parameterName } from '../../formula/parameter.ts';
import { useExploration, useExplorer, usePage, useRow } from '../../state/ExplorerContext.ts';
import { pointAt, usePointed } from '../../state/pointed.ts';
import { Button } from '../../ui/Button.tsx';
import { count, plainFigure } from '../../ui/format.ts';
import { Meter } from '../../ui/Meter.tsx';
import { Skeleton } from '../../ui/Panel.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TablesBelow } from '../../ui/Tables.tsx';
import { useNarrow } from '../../ui/useWide.ts';
import { useViewChoice } from '../useViewOption.ts';
import { rowOf, unitOf } from './axes.ts';
import { MatrixTable } from './MatrixTable.tsx';
import { useCamera } from './useCamera.ts';
import { useEntry } from './useEntry.ts';
import { useMatrix, type MatrixModel, type MatrixState } from './useMatrix.ts';
import { indexFormula, measureInWords, sizeOf, spoken, whatToSee, whyZero, type Orders } from './words.ts';
import styles from './matrix.module.css';

const HEIGHT = { wide: 560, narrow: 460 };
const MAP_HEIGHT = 150;

function useOrders(): { orders: Orders; strength: number; choices: React.ReactNode } {
  const [rowOrder, setRows] = useViewChoice('matrix', 'rows', ['position', 'channel'] as const);
  const [columnOrder, setColumns] = useViewChoice('matrix', 'columns', ['layer', 'channel'] as const);
  const [measure, setMeasure] = useViewChoice('matrix', 'cells', ['largest', 'mean'] as const);
  const [strength, setStrength] = useViewChoice('matrix', 'ink', ['1', '4', '16'] as const);
  const choices = (
    <div className={styles.choices}>
      <span className={styles.choice}>
        Rows <Switch label="Order of the rows" value={rowOrder} onChange={setRows} options={[{ value: 'position', label: 'by position' }, { value: 'channel', label: 'by channel' }]} />
      </span>
      <span className={styles.choice}>
        Columns <Switch label="Order of the columns" value={columnOrder} onChange={setColumns} options={[{ value: 'layer', label: 'by layer' }, { value: 'channel', label: 'by channel' }]} />
      </span>
      <span className={styles.choice}>
        A cell shows <Switch label="What a cell of many entries shows" value={measure} onChange={setMeasure} options={[{ value: 'largest', label: 'the largest' }, { value: 'mean', label: 'the mean' }]} />
      </span>
      <span className={styles.choice}>
        Colours <Switch label="How strong the colours are" value={strength} onChange={setStrength} options={[{ value: '1', label: 'as they are' }, { value: '4', label: '4 times' }, { value: '16', label: '16 times stronger' }]} />
      </span>
    </div>
  );
  return { orders: { rowOrder, columnOrder, measure }, strength: Number(strength), choices };
}

/** Places of the chosen unit's row and the chosen parameter's column. */
function useSelectedPlaces({ exploration, placeOfRow, placeOfColumn }: MatrixModel): { row: number | null; column: number | null } {
  const unit = usePage((state) => state.selection.unit);
  const parameter = usePage((state) => state.selection.parameter);
  return useMemo(() => {
    const column = parameter === null ? null : parameterIndex(exploration.blocks, parameter);
    return { row: unit ? (placeOfRow[rowOf(unit, exploration.layer.shape)] ?? null) : null, column: column === null ? null : placeOfColumn[column] };
  }, [exploration, placeOfRow, placeOfColumn, unit, parameter]);
}

/** Places of what is pointed at in other pictures. */
function useEcho({ exploration, placeOfRow, placeOfColumn }: MatrixModel): { row: number | null; column: number | null } {
  const row = usePointed(({ unit }) => unit && rowOf(unit, exploration.layer.shape));
  const column = usePointed((pointed) => pointed.column);
  return useMemo(() => ({ row: row === null ? null : (placeOfRow[row] ?? null), column: column === null ? null : (placeOfColumn[column] ?? null) }), [row, column, placeOfRow, placeOfColumn]);
}

/** Where keys and `Single entries` begin: what is chosen; without a parameter, the row's largest entry. */
function useStart({ placeOfColumn, exploration }: MatrixModel, { row, column }: { row: number | null; column: number | null }): MatrixPlace {
  const values = useRow();
  const largest = useMemo(() => {
    if (values?.explorationId !== exploration.id) return 0;
    return placeOfColumn[values.values.reduce((best, value, p) => (Math.abs(value) > Math.abs(values.values[best]) ? p : best), 0)];
  }, [values, placeOfColumn, exploration]);
  return { row: row ?? 0, column: column ?? largest };
}

function domainOf({ tiles, orders }: MatrixModel, strength: number): [number, number] {
  const most = orders.measure === 'largest' ? tiles.facts!.largest : symmetricDomain(tiles.overview!.values)[1];
  return [-most / strength, most / strength];
}

function Status({ state }: { state: MatrixState }) {
  const explorer = useExplorer();
  const task = usePage(({ tasks }) => tasks.matrix);
  const { busy, problem, again } = state;
  if (problem)
    return (
      <p className={styles.status} role="alert">
        {problem.code === 'aborted' ? 'Stopped before the picture was whole.' : problem.message}
        <Button icon={RotateCcw} onClick={again}>
          {problem.code === 'aborted' ? 'Go on' : 'Try again'}
        </Button>
      </p>
    );
  return (
    <p className={styles.status} role="status">
      {task ? (
        <>
          {task.label} <Meter label={task.label} value={task.done / task.total} />
          <Button onClick={() => void explorer.stopAsking('matrix')}>Stop</Button>
        </>
      ) : (
        busy && 'The matrix is on its way.'
      )}
    </p>
  );
}

function Matrix({ model, strength, state }: { model: MatrixModel; strength: number; state: MatrixState }) {
  const explorer = useExplorer();
  const narrow = useNarrow();
  const { exploration, orders, order, tiles } = model;
  const { rows, columns } = sizeOf(exploration);
  const selected = useSelectedPlaces(model);
  const ordered = `${rows} ${columns} ${orders.rowOrder} ${orders.columnOrder}`;
  const [pointed, setPointed] = useState<{ ordered: string; place: MatrixPlace; live: boolean } | null>(null);
  const chosen = selected.row !== null && selected.column !== null ? { row: selected.row, column: selected.column } : null;
  const start = useStart(model, selected);
  const echo = useEcho(model);
  const camera = useCamera(rows, columns, ordered, chosen);
  // It stays while digits and moments change; in another order another entry lies there.
  const active = pointed?.ordered === ordered ? pointed : null;
  const place = active?.place ?? chosen;
  const value = useEntry(model, place);
  const domain = useMemo(() => domainOf(model, strength), [model, strength]);
  const facts = tiles.facts!;
  const where = place && `${active ? '' : 'chosen: '}${model.rowAxis.name(place.row)}, ${model.columnAxis.name(place.column)}`;
  const point = (at: MatrixPlace | null, live: boolean) => {
    setPointed(at && { ordered, place: at, live });
    pointAt(at ? { unit: unitOf(order.rowAt[at.row], exploration.layer.shape), column: order.columnAt[at.column] } : { unit: null, column: null });
  };
  const select = (at: MatrixPlace) => void explorer.select({ unit: unitOf(order.rowAt[at.row], exploration.layer.shape), parameter: parameterName(exploration.blocks, order.columnAt[at.column]), mode: 'parameter' });
  return (
    <div className={styles.layout}>
      <div className={styles.zoom}>
        <MatrixZoom camera={camera} centre={() => start} inWords={(size, what) => `${count(Math.max(1, size))} ${what}`} />
      </div>
      <MatrixFigure
        title={`∂ ${exploration.layer.name} / ∂ ${exploration.wrt === 'input' ? 'the input' : 'the parameters'}, all of it`}
        legend={orders.measure === 'largest' ? 'derivative, the largest of a cell' : 'derivative, the mean of a cell; beyond the ends as at them'}
        label={spoken(exploration, facts, plainFigure(facts.largest))}
        source={tiles}
        camera={camera}
        rowAxis={model.rowAxis}
        columnAxis={model.columnAxis}
        domain={domain}
        selected={selected}
        start={start}
        height={narrow ? HEIGHT.narrow : HEIGHT.wide}
        read={where ? { where, value, live: active?.live ?? false } : null}
        caption={
          <>
            {whyZero(exploration, facts)} {whatToSee(exploration, orders)} {measureInWords(orders)} {indexFormula(exploration, orders)}
          </>
        }
        cursor={active?.place ?? null}
        echo={echo}
        onPoint={(at, by) => point(at, by === 'keyboard')}
        onSelect={select}
      />
      <div className={styles.aside}>
        <div>
          <p className={styles.hint}>All of it, and the part in sight</p>
          <MatrixMap source={tiles} camera={camera} domain={domain} height={MAP_HEIGHT} />
        </div>
        <p className={styles.hint}>
          Wheel, pinch or double click to zoom, drag to move; with Shift only across, with Alt only down. A click chooses unit and parameter. Keys: arrows, + −, 0, E.
        </p>
        {exploration.inParts && <p className={styles.hint}>This Jacobian is larger than the memory that it may take, so fine cells are computed anew, and only when few enough rows are in sight.</p>}
        <Status state={state} />
      </div>
      <div className={styles.below}>
        <TablesBelow summary="As a table" label="The matrix as a table">
          <MatrixTable model={model} camera={camera} />
        </TablesBelow>
      </div>
    </div>
  );
}

export default function MatrixView() {
  const exploration = useExploration();
  const { orders, strength, choices } = useOrders();
  const state = useMatrix(exploration, orders);
  return (
    <>
      {choices}
      {state.model ? (
        <Matrix model={state.model} strength={strength} state={state} />
      ) : (
        <>
          <Status state={state} />
          <Skeleton height={HEIGHT.wide} label="The matrix is on its way" />
        </>
      )}
    </>
  );
}
