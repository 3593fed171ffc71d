// Where panels (maps, kernels, one digit) and their cells lie on one canvas, and which cell a point hits. Pure geometry,
// in CSS pixels; knows neither values nor colours.

/** A cell of a panel. */
export interface Cell {
  readonly panel: number;
  readonly row: number;
  readonly column: number;
}

export interface PanelSpec {
  /** Panels, and the rows and columns of cells in each. */
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** Width to fill. */
  readonly width: number;
  /** Device pixels a CSS pixel; cells are whole device pixels where that loses little. */
  readonly ratio: number;
  /** Width of a panel to aim at when choosing how many stand side by side. */
  readonly target: number;
  /** Panels are not made narrower than this to stand side by side. */
  readonly least?: number;
  /** Largest side of a cell. */
  readonly maxCell: number;
  /** Least space between panels, and the most that spare width may stretch it to. */
  readonly gap: number;
  readonly maxGap: number;
  /** Height of the label above each panel. */
  readonly header: number;
  /** Height of a cell in units of its width. */
  readonly aspect?: number;
  /** Fixes the number side by side. */
  readonly across?: number;
}

export interface PanelLayout {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly across: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly panelWidth: number;
  readonly panelHeight: number;
  readonly pitchX: number;
  readonly pitchY: number;
  readonly header: number;
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Space kept free above and below the panels for rings and ticks; sideways only the frame's, so that panels stand flush with the text. */
const MARGIN_X = 1;
const MARGIN_Y = 6;

function roomFor(spec: PanelSpec, across: number): number {
  return (spec.width - 2 * MARGIN_X - (across - 1) * spec.gap) / across;
}

/** Off the target counts by its ratio, too large a little more than too small; a ragged last line costs extra. */
function costOf(spec: PanelSpec, across: number): number {
  const off = Math.log(Math.max(1, roomFor(spec, across)) / spec.target);
  const places = Math.ceil(spec.count / across) * across;
  const ragged = places > spec.count ? 0.3 + (places - spec.count) / places : 0;
  return (off > 0 ? 1.3 * off : -off) + ragged;
}

/** How many panels side by side: close to the target width, none below the least, and rather without a ragged last line. */
export function chooseAcross(spec: PanelSpec): number {
  if (spec.across) return Math.max(1, Math.min(spec.count, spec.across));
  let best = 1;
  let least = costOf(spec, 1);
  for (let across = 2; across <= spec.count; across++) {
    if (roomFor(spec, across) < (spec.least ?? 0)) break;
    const cost = costOf(spec, across);
    if (cost < least) [best, least] = [across, cost];
  }
  return best;
}

/** Width of a cell: whole device pixels, unless that would waste more than an eighth of the room. */
function cellWidth(spec: PanelSpec, room: number): number {
  const free = Math.min(spec.maxCell, Math.max(0, room) / spec.columns);
  const whole = Math.floor(free * spec.ratio) / spec.ratio;
  if (whole > 0 && whole >= 0.875 * free) return whole;
  // A panel of whole device pixels all the same, so that its frame is sharp.
  return Math.max(1, Math.floor(free * spec.columns * spec.ratio)) / spec.ratio / spec.columns;
}

/** Lays the panels out, row by row, from the left. */
export function layoutPanels(spec: PanelSpec): PanelLayout {
  const across = chooseAcross(spec);
  const cell = cellWidth(spec, roomFor(spec, across));
  const cellHeight = Math.max(1, Math.round(cell * (spec.aspect ?? 1) * spec.ratio)) / spec.ratio;
  const height = spec.aspect === undefined ? cell : cellHeight;
  const panelWidth = cell * spec.columns;
  const panelHeight = height * spec.rows;
  const spare = across > 1 ? (spec.width - 2 * MARGIN_X - across * panelWidth) / (across - 1) : spec.gap;
  const gap = Math.floor(Math.max(spec.gap, Math.min(spec.maxGap, spare)) * spec.ratio) / spec.ratio;
  const down = Math.ceil(spec.count / across);
  const pitchY = panelHeight + spec.header + spec.gap;
  return {
    count: spec.count, rows: spec.rows, columns: spec.columns, across, cellWidth: cell, cellHeight: height,
    panelWidth, panelHeight, pitchX: panelWidth + gap, pitchY, header: spec.header, width: spec.width,
    height: Math.ceil(2 * MARGIN_Y + down * pitchY - spec.gap),
  };
}

/** Where a panel's cells lie (its label is above). */
export function panelBox(layout: PanelLayout, panel: number): Box {
  const line = Math.floor(panel / layout.across);
  return {
    x: MARGIN_X + (panel % layout.across) * layout.pitchX,
    y: MARGIN_Y + line * layout.pitchY + layout.header,
    width: layout.panelWidth,
    height: layout.panelHeight,
  };
}

/** Where a cell lies. */
export function cellBox(layout: PanelLayout, cell: Cell): Box {
  const panel = panelBox(layout, cell.panel);
  return {
    x: panel.x + cell.column * layout.cellWidth,
    y: panel.y + cell.row * layout.cellHeight,
    width: layout.cellWidth,
    height: layout.cellHeight,
  };
}

/** Index of the cell along one axis, or null when the point is further than `slack` from the panel. */
function along(distance: number, size: number, cells: number, slack: number): number | null {
  if (distance < -slack || distance >= size + slack) return null;
  return Math.min(cells - 1, Math.max(0, Math.floor((distance * cells) / size)));
}

/** Number of the panel whose middle is nearest along one axis. */
function nearestPanel(distance: number, size: number, pitch: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.round((distance - size / 2) / pitch)));
}

/** The cell under a point; null between panels. `slack` counts points that far outside a panel as its border cells. */
export function hitCell(layout: PanelLayout, x: number, y: number, slack = 0): Cell | null {
  const { across, count, panelWidth, panelHeight, pitchX, pitchY } = layout;
  const place = nearestPanel(x - MARGIN_X, panelWidth, pitchX, across);
  const line = nearestPanel(y - MARGIN_Y - layout.header, panelHeight, pitchY, Math.ceil(count / across));
  const panel = line * across + place;
  if (panel >= count) return null;
  const box = panelBox(layout, panel);
  const column = along(x - box.x, box.width, layout.columns, slack);
  const row = along(y - box.y, box.height, layout.rows, slack);
  return column === null || row === null ? null : { panel, row, column };
}

/** Position of a cell in panel-major order. */
export function cellIndex(layout: Pick<PanelLayout, 'rows' | 'columns'>, cell: Cell): number {
  return (cell.panel * layout.rows + cell.row) * layout.columns + cell.column;
}

export function sameCell(a: Cell | null, b: Cell | null): boolean {
  return a === b || (a !== null && b !== null && a.panel === b.panel && a.row === b.row && a.column === b.column);
}
