import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cellBox, cellIndex, chooseAcross, hitCell, layoutPanels, panelBox, sameCell, type Cell, type PanelSpec } from './panels.ts';

const MAPS: PanelSpec = { count: 20, rows: 24, columns: 24, width: 640, ratio: 1, target: 96, maxCell: 12, gap: 8, maxGap: 18, header: 14 };

const specs: fc.Arbitrary<PanelSpec> = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  rows: fc.integer({ min: 1, max: 28 }),
  columns: fc.integer({ min: 1, max: 28 }),
  width: fc.integer({ min: 200, max: 1600 }),
  ratio: fc.constantFrom(1, 1.25, 1.5, 2, 3),
  target: fc.integer({ min: 20, max: 300 }),
  maxCell: fc.integer({ min: 4, max: 56 }),
  gap: fc.integer({ min: 0, max: 16 }),
  maxGap: fc.integer({ min: 16, max: 24 }),
  header: fc.constantFrom(0, 14),
});

function cellOf(spec: PanelSpec, pick: number): Cell {
  const index = pick % (spec.count * spec.rows * spec.columns);
  const inside = index % (spec.rows * spec.columns);
  return { panel: Math.floor(index / (spec.rows * spec.columns)), row: Math.floor(inside / spec.columns), column: inside % spec.columns };
}

describe('layoutPanels', () => {
  it('finds every cell again from its middle, for any width and pixel ratio', () => {
    fc.assert(fc.property(specs, fc.nat(), (spec, pick) => {
      const layout = layoutPanels(spec);
      const cell = cellOf(spec, pick);
      const box = cellBox(layout, cell);
      expect(hitCell(layout, box.x + box.width / 2, box.y + box.height / 2)).toEqual(cell);
      expect(cellIndex(layout, cell)).toBe(pick % (spec.count * spec.rows * spec.columns));
    }), { numRuns: 500 });
  });

  it('keeps all panels inside the width and height', () => {
    fc.assert(fc.property(specs, (spec) => {
      const layout = layoutPanels(spec);
      for (let panel = 0; panel < spec.count; panel++) {
        const box = panelBox(layout, panel);
        expect(box.x + box.width).toBeLessThanOrEqual(spec.width + 1e-6);
        expect(box.y + box.height).toBeLessThanOrEqual(layout.height + 1e-6);
      }
    }));
  });

  it('puts twenty maps in whole lines at the widths of the page', () => {
    const across = (width: number): number => chooseAcross({ ...MAPS, width });
    expect([288, 320, 358, 460, 520, 640, 1100].map(across)).toEqual([4, 4, 4, 5, 5, 5, 10]);
  });

  it('keeps panels at their least width', () => {
    const kernel = { ...MAPS, count: 3, rows: 3, columns: 3, target: 168, least: 138, width: 358, maxCell: 56 };
    expect(chooseAcross(kernel)).toBe(2);
    expect(chooseAcross({ ...kernel, width: 100 })).toBe(1);
  });

  it('makes cells of whole device pixels where that wastes little', () => {
    expect(layoutPanels(MAPS).cellWidth).toBe(5);
    expect((layoutPanels({ ...MAPS, ratio: 2, width: 700 }).cellWidth * 2) % 1).toBe(0);
  });
});

test('cells are the same by what they are', () => {
  const cell = { panel: 1, row: 2, column: 3 };
  expect(sameCell(cell, { ...cell })).toBe(true);
  expect([{ panel: 0 }, { row: 0 }, { column: 0 }].map((change) => sameCell(cell, { ...cell, ...change }))).toEqual([false, false, false]);
  expect([sameCell(null, null), sameCell(cell, null), sameCell(null, cell)]).toEqual([true, false, false]);
});

describe('hitCell', () => {
  const layout = layoutPanels(MAPS);
  const last = panelBox(layout, 19);
  const first = panelBox(layout, 0);

  it('hits nothing in gaps, labels and outside', () => {
    expect(hitCell(layout, first.x + first.width + 2, first.y + 5)).toBeNull();
    expect(hitCell(layout, first.x + 5, first.y - 3)).toBeNull();
    expect(hitCell(layout, -4, 10)).toBeNull();
    expect(hitCell(layout, last.x + 5, last.y + last.height + 1)).toBeNull();
  });

  it('knows the borders of a panel, and of panels the nearest', () => {
    expect(hitCell(layout, first.x, first.y)).toEqual({ panel: 0, row: 0, column: 0 });
    expect(hitCell(layout, first.x - 0.01, first.y)).toBeNull();
    expect(hitCell(layout, first.x + first.width, first.y)).toBeNull();
    for (const panel of [0, 1, 5, 19]) {
      const box = panelBox(layout, panel);
      for (const x of [0, 0.99]) expect(hitCell(layout, box.x + x * box.width, box.y + 1)?.panel).toBe(panel);
    }
  });

  it('takes a finger beside a panel for its border', () => {
    expect(hitCell(layout, first.x + first.width + 2, first.y + 5, 6)).toEqual({ panel: 0, row: 1, column: 23 });
    expect(hitCell(layout, last.x + last.width - 1, last.y + last.height + 4, 6)).toEqual({ panel: 19, row: 23, column: 23 });
  });

  it('finds the same cell with slack as without, however narrow the gaps', () => {
    fc.assert(fc.property(specs, fc.nat(), (spec, pick) => {
      const layout = layoutPanels(spec);
      const cell = cellOf(spec, pick);
      const box = cellBox(layout, cell);
      for (const part of [0.02, 0.98]) {
        expect(hitCell(layout, box.x + part * box.width, box.y + part * box.height, 6)).toEqual(cell);
      }
    }), { numRuns: 500 });
  });

  it('knows no panel beyond the last of a ragged line', () => {
    const ragged = layoutPanels({ ...MAPS, count: 7, across: 5 });
    const sixth = panelBox(ragged, 6);
    expect(hitCell(ragged, sixth.x + ragged.pitchX + 5, sixth.y + 5)).toBeNull();
  });
});
