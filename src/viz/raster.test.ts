import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitCell, layoutPanels, type PanelSpec } from './panels.ts';
import { rasterise } from './raster.ts';

const specs: fc.Arbitrary<PanelSpec> = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 40, max: 200 }),
  ratio: fc.constantFrom(1, 2, 3),
  target: fc.integer({ min: 10, max: 80 }),
  maxCell: fc.integer({ min: 2, max: 20 }),
  gap: fc.integer({ min: 0, max: 6 }),
  maxGap: fc.constant(6),
  header: fc.constantFrom(0, 14),
});

describe('rasterise', () => {
  it('paints under the pointer the colour of the cell that the pointer hits, and nothing elsewhere', () => {
    fc.assert(fc.property(specs, fc.nat(), fc.nat(), (spec, px, py) => {
      const layout = layoutPanels(spec);
      const colours = Uint32Array.from({ length: spec.count * spec.rows * spec.columns }, (_, k) => k + 1);
      const { width, height, pixels } = rasterise(layout, colours, spec.ratio);
      const [x, y] = [px % width, py % height];
      const cell = hitCell(layout, (x + 0.5) / spec.ratio, (y + 0.5) / spec.ratio);
      const wanted = cell === null ? 0 : (cell.panel * spec.rows + cell.row) * spec.columns + cell.column + 1;
      // Gaps of a fraction of a pixel are rounded away from where the pointer sees them.
      fc.pre(Number.isInteger(layout.pitchX * spec.ratio) && Number.isInteger(layout.pitchY * spec.ratio));
      expect(pixels[y * width + x]).toBe(wanted);
    }), { numRuns: 2000 });
  });
});
