// The keyboard's cursor over the cells of panels that stand side by side. Pure: a key and a cell in, a cell out.
import type { Cell, PanelLayout } from './panels.ts';

type Grid = Pick<PanelLayout, 'count' | 'rows' | 'columns' | 'across'>;

function sideways(grid: Grid, cell: Cell, step: 1 | -1): Cell {
  const column = cell.column + step;
  if (column >= 0 && column < grid.columns) return { ...cell, column };
  const panel = cell.panel + step;
  const sameLine = Math.floor(panel / grid.across) === Math.floor(cell.panel / grid.across);
  if (panel < 0 || panel >= grid.count || !sameLine) return cell;
  return { ...cell, panel, column: step > 0 ? 0 : grid.columns - 1 };
}

function upDown(grid: Grid, cell: Cell, step: 1 | -1): Cell {
  const row = cell.row + step;
  if (row >= 0 && row < grid.rows) return { ...cell, row };
  const panel = cell.panel + step * grid.across;
  if (panel < 0 || panel >= grid.count) return cell;
  return { ...cell, panel, row: step > 0 ? 0 : grid.rows - 1 };
}

/** Panels of one cell have no inside: their line is what Home and End run along. */
function lineEnd(grid: Grid, cell: Cell, last: boolean): Cell {
  if (grid.columns > 1) return { ...cell, column: last ? grid.columns - 1 : 0 };
  const start = cell.panel - (cell.panel % grid.across);
  return { ...cell, panel: last ? Math.min(grid.count, start + grid.across) - 1 : start };
}

function furthest(grid: Grid, last: boolean): Cell {
  return last
    ? { panel: grid.count - 1, row: grid.rows - 1, column: grid.columns - 1 }
    : { panel: 0, row: 0, column: 0 };
}

/**
 * Where a key takes the cursor: arrows step a cell and cross into the neighbouring panel, Page Up and Page Down keep the
 * cell and change the panel, Home and End run along the line (with Ctrl: to the first and last cell of all).
 * Null for a key that does not move it; the same cell at an outer edge.
 */
export function moveCursor(grid: Grid, cell: Cell, key: string, ctrl = false): Cell | null {
  switch (key) {
    case 'ArrowRight': return sideways(grid, cell, 1);
    case 'ArrowLeft': return sideways(grid, cell, -1);
    case 'ArrowDown': return upDown(grid, cell, 1);
    case 'ArrowUp': return upDown(grid, cell, -1);
    case 'PageDown': return { ...cell, panel: Math.min(grid.count - 1, cell.panel + 1) };
    case 'PageUp': return { ...cell, panel: Math.max(0, cell.panel - 1) };
    case 'Home': return ctrl ? furthest(grid, false) : lineEnd(grid, cell, false);
    case 'End': return ctrl ? furthest(grid, true) : lineEnd(grid, cell, true);
    default: return null;
  }
}
