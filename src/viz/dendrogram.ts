// A clustering as a drawing of elbows beside its leaves. Pure geometry.

/** n leaves 0 … n − 1; merge k joins two of the leaves or of earlier merges n, n + 1, … at a height. */
export interface Tree {
  readonly order: ArrayLike<number>;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly height: ArrayLike<number>;
}

/** One merge: its two children at their places and depths, joined at a depth. */
export interface Elbow {
  /** Middles of the children, in leaves from the top. */
  readonly from: number;
  readonly to: number;
  /** 0 … 1: depth of either child, and of the merge; 1 is the root, or `most` where that is given. */
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** Elbows from the lowest merge to the root; a merge's place is midway between its children's. */
export function elbowsOf({ order, left, right, height }: Tree, most = height[height.length - 1] || 1): Elbow[] {
  const n = order.length;
  const place = new Float64Array(n + height.length);
  for (let k = 0; k < n; k++) place[order[k]] = k + 0.5;
  const depthOf = (node: number): number => (node < n ? 0 : Math.min(1, height[node - n] / most));
  return Array.from(height, (_, k) => {
    place[n + k] = (place[left[k]] + place[right[k]]) / 2;
    return { from: place[left[k]], to: place[right[k]], start: depthOf(left[k]), end: depthOf(right[k]), depth: depthOf(n + k) };
  });
}

/** How many clusters are left when all merges below a height are made. */
export function clustersAt({ order, height }: Tree, below: number): number {
  return order.length - Array.from(height).filter((each) => each <= below).length;
}
