// Hierarchical clustering with average linkage, by chains of nearest neighbours (Murtagh 1983): n² time and memory. Pure.
import type { Tree } from '../../../protocol.ts';

/** `distances` [n, n] row-major, symmetric; used up. Ties fall to the lower number. */
export function averageLinkage(distances: Float64Array, n: number): Tree {
  const sizes = new Float64Array(n).fill(1);
  const alive = new Uint8Array(n).fill(1);
  const joins: { a: number; b: number; height: number }[] = [];
  const chain: number[] = [];
  while (joins.length < n - 1) {
    if (chain.length === 0) chain.push(alive.indexOf(1));
    const top = chain[chain.length - 1];
    const before = chain[chain.length - 2] ?? -1;
    // Of equals the one before on the chain, so that it ends.
    let [nearest, least] = before >= 0 ? [before, distances[top * n + before]] : [-1, Infinity];
    for (let k = 0; k < n; k++) if (alive[k] && k !== top && distances[top * n + k] < least) [nearest, least] = [k, distances[top * n + k]];
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [a, b] = [Math.min(top, nearest), Math.max(top, nearest)];
    joins.push({ a, b, height: least });
    const total = sizes[a] + sizes[b];
    for (let k = 0; k < n; k++) if (alive[k] && k !== a && k !== b) distances[a * n + k] = distances[k * n + a] = (sizes[a] * distances[a * n + k] + sizes[b] * distances[b * n + k]) / total;
    sizes[a] = total;
    alive[b] = 0;
  }
  return treeOf(joins, n);
}

/** Chains find joins out of order; in the order of their heights each is named by what its members are by then part of. */
function treeOf(joins: readonly { a: number; b: number; height: number }[], n: number): Tree {
  const sorted = [...joins].sort((x, y) => x.height - y.height);
  const parent = Int32Array.from({ length: 2 * n - 1 }, (_, k) => k);
  const root = (k: number): number => (parent[k] === k ? k : (parent[k] = root(parent[k])));
  const [left, right, height] = [new Int32Array(sorted.length), new Int32Array(sorted.length), new Float64Array(sorted.length)];
  sorted.forEach((join, k) => {
    const [x, y] = [root(join.a), root(join.b)];
    parent[x] = parent[y] = n + k;
    [left[k], right[k], height[k]] = [Math.min(x, y), Math.max(x, y), join.height];
  });
  return { order: leavesOf(left, right, n), left, right, height };
}

/** Leaves as a drawing without crossings has them. */
function leavesOf(left: Int32Array, right: Int32Array, n: number): Int32Array {
  const order: number[] = [];
  const stack = n > 0 ? [n === 1 ? 0 : 2 * n - 2] : [];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node < n) order.push(node);
    else stack.push(right[node - n], left[node - n]);
  }
  return Int32Array.from(order);
}

/** 1 − cosine of every pair, from the matrix of inner products. */
export function cosineDistances(products: ArrayLike<number>, n: number): Float64Array {
  const distances = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) {
      const length = Math.sqrt(products[a * n + a] * products[b * n + b]);
      distances[a * n + b] = a === b ? 0 : Math.max(0, 1 - (length > 0 ? products[a * n + b] / length : 0));
    }
  return distances;
}
