// The k paths from a unit down to a parameter, cell by cell, whose products of local derivatives are largest. Exact: at every cell the
// k strongest ways to it are kept, layer by layer from the unit down; a longer strongest path can only go on from one of them.
import { volume } from '../../layers/window.ts';
import { IMAGES } from '../crossings.ts';
import { localRows } from './localRows.ts';
import type { Trace } from './trace.ts';

/** A cell that a path goes through: a site (or IMAGES), and the cell in its output [N, H, W, C]. */
export interface PathCell {
  readonly at: number;
  readonly cell: number;
  /** ∂(cell above)/∂(this cell); 1 for the unit itself. */
  readonly derivative: number;
}

export interface CellPath {
  /** From the unit to a cell of the target. */
  readonly cells: readonly PathCell[];
  /** ∂(last cell)/∂(parameter). */
  readonly local: number;
  /** Product of all derivatives. */
  readonly value: number;
}

export interface Paths {
  /** The strongest first. */
  readonly strongest: readonly CellPath[];
  /** Paths whose product is not zero, and the sums of those that are positive and of those that are negative. */
  readonly count: number;
  readonly positive: number;
  readonly negative: number;
}

/** Where paths end: the output of a site, or the images, and ∂(its cells)/∂(parameter). */
export interface Target {
  readonly at: number;
  readonly local: Float64Array;
}

/** The ways to the cells of one map: up to k each, the strongest first. */
class Ways {
  readonly used: Uint8Array;
  readonly products: Float64Array;
  readonly derivatives: Float64Array;
  readonly fromAt: Int16Array;
  readonly fromWay: Int32Array;
  readonly count: Float64Array;
  readonly positive: Float64Array;
  readonly negative: Float64Array;

  constructor(cells: number, readonly most: number) {
    this.used = new Uint8Array(cells);
    this.products = new Float64Array(cells * most);
    this.derivatives = new Float64Array(cells * most);
    this.fromAt = new Int16Array(cells * most);
    this.fromWay = new Int32Array(cells * most);
    this.count = new Float64Array(cells);
    this.positive = new Float64Array(cells);
    this.negative = new Float64Array(cells);
  }

  offer(cell: number, product: number, derivative: number, fromAt: number, fromWay: number): void {
    const first = cell * this.most;
    const size = Math.abs(product);
    const used = this.used[cell];
    if (used === this.most && Math.abs(this.products[first + used - 1]) >= size) return;
    let place = first + Math.min(used, this.most - 1);
    for (; place > first && Math.abs(this.products[place - 1]) < size; place--) this.copy(place - 1, place);
    this.products[place] = product;
    this.derivatives[place] = derivative;
    this.fromAt[place] = fromAt;
    this.fromWay[place] = fromWay;
    if (used < this.most) this.used[cell] = used + 1;
  }

  private copy(from: number, to: number): void {
    this.products[to] = this.products[from];
    this.derivatives[to] = this.derivatives[from];
    this.fromAt[to] = this.fromAt[from];
    this.fromWay[to] = this.fromWay[from];
  }
}

/** The unit is cell `r` of the last site; `leads` says which sites lead to the target, itself among them. `pause` is waited for between layers. */
export async function strongestPaths(trace: Trace, r: number, target: Target, leads: readonly boolean[], k: number, pause?: () => Promise<void>): Promise<Paths> {
  const { sites, data } = trace;
  const ways = new Map<number, Ways>();
  const waysAt = (at: number): Ways => {
    let found = ways.get(at);
    if (!found) ways.set(at, (found = new Ways(at === IMAGES ? data.length : sites[at].images * volume(sites[at].output), k)));
    return found;
  };
  const top = waysAt(sites.length - 1);
  top.offer(r, 1, 1, IMAGES, -1);
  top.count[r] = top.positive[r] = 1;
  for (let at = sites.length - 1; at > target.at; at--) {
    const above = ways.get(at);
    if (!above || !leads[at]) continue;
    await pause?.();
    sites[at].from.forEach((input, slot) => {
      if (input === IMAGES ? target.at === IMAGES : leads[input] && input >= target.at) goDown(trace, at, slot, above, waysAt(input));
    });
  }
  return ended(target, ways, k);
}

/** From every cell that is reached to the cells below it. */
function goDown(trace: Trace, at: number, slot: number, above: Ways, below: Ways): void {
  const row = localRows(trace, at, slot);
  const { most } = above;
  above.used.forEach((used, cell) => {
    if (used === 0) return;
    const [count, positive, negative] = [above.count[cell], above.positive[cell], above.negative[cell]];
    row(cell, (next, derivative) => {
      below.count[next] += count;
      below.positive[next] += derivative > 0 ? derivative * positive : derivative * negative;
      below.negative[next] += derivative > 0 ? derivative * negative : derivative * positive;
      for (let way = cell * most; way < cell * most + used; way++) below.offer(next, above.products[way] * derivative, derivative, at, way);
    });
  });
}

function ended({ at, local }: Target, ways: ReadonlyMap<number, Ways>, k: number): Paths {
  const found = ways.get(at);
  let [count, positive, negative] = [0, 0, 0];
  const ends: { way: number; value: number }[] = [];
  for (let cell = 0; found && cell < local.length; cell++) {
    const derivative = local[cell];
    if (derivative === 0 || found.used[cell] === 0) continue;
    count += found.count[cell];
    positive += derivative > 0 ? derivative * found.positive[cell] : derivative * found.negative[cell];
    negative += derivative > 0 ? derivative * found.negative[cell] : derivative * found.positive[cell];
    for (let way = cell * k; way < cell * k + found.used[cell]; way++) ends.push({ way, value: found.products[way] * derivative });
  }
  ends.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const strongest = ends.slice(0, k).map(({ way, value }) => ({ cells: cellsOf(ways, at, way), local: local[Math.floor(way / k)], value }));
  return { strongest, count, positive, negative };
}

/** Back from the end of a path to the unit. */
function cellsOf(ways: ReadonlyMap<number, Ways>, at: number, way: number): PathCell[] {
  const cells: PathCell[] = [];
  for (let [site, place] = [at, way]; place >= 0; ) {
    const { most, derivatives, fromAt, fromWay } = ways.get(site)!;
    cells.unshift({ at: site, cell: Math.floor(place / most), derivative: derivatives[place] });
    [site, place] = [fromAt[place], fromWay[place]];
  }
  return cells;
}
