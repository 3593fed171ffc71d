// Average linkage against the definition: at every step the two clusters of the least mean distance are joined.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageLinkage, cosineDistances } from './cluster.ts';

function byDefinition(distances: Float64Array, n: number): number[] {
  let clusters = Array.from({ length: n }, (_, k) => [k]);
  const heights: number[] = [];
  const mean = (a: number[], b: number[]) => a.reduce((sum, i) => sum + b.reduce((inner, j) => inner + distances[i * n + j], 0), 0) / a.length / b.length;
  while (clusters.length > 1) {
    let best = { i: 0, j: 1, height: Infinity };
    clusters.forEach((a, i) => clusters.slice(i + 1).forEach((b, k) => mean(a, b) < best.height && (best = { i, j: i + 1 + k, height: mean(a, b) })));
    heights.push(best.height);
    clusters = [...clusters.filter((_, k) => k !== best.i && k !== best.j), [...clusters[best.i], ...clusters[best.j]]];
  }
  return heights;
}

const points = fc.array(fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), { minLength: 1, maxLength: 14 });

test('heights are those of the definition, and every leaf is drawn once', () => {
  fc.assert(
    fc.property(points, (all) => {
      const n = all.length;
      const distances = Float64Array.from({ length: n * n }, (_, at) => Math.hypot(all[Math.floor(at / n)][0] - all[at % n][0], all[Math.floor(at / n)][1] - all[at % n][1]));
      const wanted = byDefinition(distances, n);
      const tree = averageLinkage(distances.slice(), n);
      expect(tree.height.length).toBe(n - 1);
      wanted.forEach((height, k) => expect(tree.height[k]).toBeCloseTo(height, 9));
      expect([...tree.order].sort((a, b) => a - b)).toEqual(all.map((_, k) => k));
      // Drawn without crossings: what is joined stands side by side, the left one to the left.
      const places = Array.from({ length: n }, (_, k) => [tree.order.indexOf(k), tree.order.indexOf(k)]);
      tree.left.forEach((left, k) => {
        const [a, b] = [places[left], places[tree.right[k]]];
        expect(b[0]).toBe(a[1] + 1);
        places.push([a[0], b[1]]);
      });
    }),
    { seed: 2 },
  );
});

test('two bundles of directions part at the top, and members stand together', () => {
  const rows = [[1, 0], [0, 1], [0.99, 0.05], [0.04, 0.98], [0.98, 0.02]];
  const products = rows.flatMap((a) => rows.map((b) => a[0] * b[0] + a[1] * b[1]));
  const { order, height } = averageLinkage(cosineDistances(products, 5), 5);
  expect(height[3]).toBeGreaterThan(0.9);
  expect(height[2]).toBeLessThan(0.01);
  const group = [...order].map((k) => rows[k][0] > 0.5);
  expect(group.filter((first, k) => k > 0 && first !== group[k - 1]).length).toBe(1);
});

test('what has no direction is as far from all else as what stands across', () => {
  expect([...cosineDistances([4, 0, 2, 0, 0, 0, 2, 0, 1], 3)]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0]);
});
