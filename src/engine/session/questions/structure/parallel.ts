// Units whose rows point nearly the same way. Every pair is held against the bound: rows of a few directions' length tell most of them
// apart, for unit vectors x and y have |D(x − y)| ≤ |x − y| = √(2 − 2 cos) with any D of orthonormal rows; what is left is worked out.
import { EngineFault } from '../../../engineError.ts';
import type { ParallelRequest, ParallelRows, Unit } from '../../../protocol.ts';
import { type Breath, breathOf } from '../breath.ts';
import { partsOf, type Rows } from '../../rows.ts';
import type { Desk } from '../desk.ts';
import { eachEntry } from './pieces.ts';

/** Numbers of rows that are held, and groups that are listed. */
const MOST = { numbers: 5e7, groups: 200 };
/** Directions along which rows are told apart. */
const DIRECTIONS = 24;
/** What rounding in float32 rows may add to a distance. */
const SLACK = 1e-5;

/** Rows of one channel, or of all where channels share columns: of length one, each `width` numbers. */
interface Bundle {
  readonly rows: readonly number[];
  readonly width: number;
  readonly values: Float32Array;
}

export async function parallel({ explorationId, above }: ParallelRequest, desk: Desk): Promise<ParallelRows> {
  if (!(above >= 0.9 && above < 1)) throw new EngineFault('structure', `cosine: ${above} is no bound for nearly parallel; give 0.9 up to 1`);
  const { exploration, rows } = desk.explored(explorationId).parts;
  const { shape } = exploration.layer;
  const alive = Array.from(exploration.rowNorms, (_, r) => r).filter((r) => exploration.rowNorms[r] > 0);
  const bundles = await bundlesOf(rows, alive, exploration.rowNorms, shape[2], desk);
  const found = new Pairs(exploration.rowNorms.length);
  await findPairs(bundles, above, found, breathOf(desk.listening, bundles.reduce((sum, bundle) => sum + bundle.rows.length ** 2, 0)));
  const groups = found.groups();
  const { partners } = found;
  return {
    explorationId, above,
    alive: alive.length, compared: bundles.reduce((sum, bundle) => sum + bundle.rows.length, 0), off: partners.length - alive.length,
    pairs: found.count, units: partners.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0), partners,
    groups: groups.slice(0, MOST.groups).map(({ row, ...group }) => ({ unit: unitOf(row, shape), ...group })),
    groupCount: groups.length,
  };
}

const unitOf = (row: number, [, W, C]: readonly number[]): Unit => ({ i: Math.floor(row / (W * C)), j: Math.floor(row / C) % W, c: row % C });

/** Where every block is of one channel, rows of two channels are orthogonal, and of a row only its own numbers are held. */
async function bundlesOf(rows: Rows, alive: readonly number[], norms: Float32Array, C: number, desk: Desk): Promise<Bundle[]> {
  const apart = rows.blocks.every(({ structure, channels }) => structure === 'channel' && channels === C);
  const width = apart ? rows.columns / C : rows.columns;
  const most = Math.max(2, Math.floor(MOST.numbers / width));
  const taken = alive.length <= most ? alive : [...alive].sort((a, b) => norms[b] - norms[a] || a - b).slice(0, most).sort((a, b) => a - b);
  const lists = apart ? Array.from({ length: C }, (_, c) => taken.filter((r) => r % C === c)) : [taken];
  const bundles = lists.map((list): Bundle => ({ rows: list, width, values: new Float32Array(list.length * width) }));
  const place = new Map(bundles.flatMap((bundle) => bundle.rows.map((row, k) => [row, { bundle, at: k * width }] as const)));
  for await (const part of partsOf(rows, desk.listening)) {
    let [to, at, next] = [bundles[0].values, 0, 0];
    await eachEntry(
      part,
      (row) => place.has(row),
      (row) => {
        const found = place.get(row)!;
        [to, at, next] = [found.bundle.values, found.at, 0];
      },
      (row, column, value) => (to[at + (apart ? next++ : column)] = value / norms[row]),
    );
  }
  return bundles;
}

/** Units joined by pairs; of the pairs themselves, of which there may be millions, only what is told. */
class Pairs {
  count = 0;
  readonly partners: Float32Array;
  readonly #parent: Int32Array;
  readonly #least: Float64Array;
  readonly #greatest: Float64Array;

  constructor(R: number) {
    this.partners = new Float32Array(R);
    this.#parent = Int32Array.from({ length: R }, (_, r) => r);
    this.#least = new Float64Array(R).fill(1);
    this.#greatest = new Float64Array(R);
  }

  add(a: number, b: number, cosine: number): void {
    this.count++;
    this.#parent[this.#root(a)] = this.#root(b);
    for (const r of [a, b]) {
      this.partners[r]++;
      this.#least[r] = Math.min(this.#least[r], cosine);
      this.#greatest[r] = Math.max(this.#greatest[r], cosine);
    }
  }

  /** The largest first; each is named by its member with most partners. */
  groups(): { row: number; size: number; least: number; greatest: number }[] {
    const groups = new Map<number, { row: number; size: number; least: number; greatest: number }>();
    this.partners.forEach((count, row) => {
      if (count === 0) return;
      const root = this.#root(row);
      const { row: best, size, least, greatest } = groups.get(root) ?? { row, size: 0, least: 1, greatest: 0 };
      groups.set(root, { row: count > this.partners[best] ? row : best, size: size + 1, least: Math.min(least, this.#least[row]), greatest: Math.max(greatest, this.#greatest[row]) });
    });
    return [...groups.values()].sort((x, y) => y.size - x.size || y.greatest - x.greatest || x.row - y.row);
  }

  #root(r: number): number {
    const parent = this.#parent;
    let at = r;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  }
}

async function findPairs(bundles: readonly Bundle[], above: number, found: Pairs, breath: Breath): Promise<void> {
  const most = 2 - 2 * above + SLACK;
  let done = 0;
  for (const { rows, width, values } of bundles) {
    const n = rows.length;
    const q = Math.min(DIRECTIONS, width, n);
    const short = projected(values, n, width, q);
    for (let a = 0; a < n; a++) {
      for (let b = a + 1; b < n; b++) {
        let apart = 0;
        for (let k = 0; k < q && apart <= most; k++) apart += (short[a * q + k] - short[b * q + k]) ** 2;
        if (apart > most) continue;
        let cosine = 0;
        for (let k = 0; k < width; k++) cosine += values[a * width + k] * values[b * width + k];
        if (cosine > above) found.add(rows[a], rows[b], Math.min(1, cosine));
      }
      await breath(done + n * n - (n - a) ** 2);
    }
    done += n * n;
  }
}

/** [n, q]: the rows along q orthonormal directions, made of rows that lie evenly among them (Gram-Schmidt). */
function projected(values: Float32Array, n: number, width: number, q: number): Float64Array {
  const directions: Float64Array[] = [];
  for (let k = 0; k < q; k++) {
    const row = Math.floor(((k + 0.5) * n) / q);
    const direction = Float64Array.from(values.subarray(row * width, (row + 1) * width));
    // Twice, so that they are orthogonal to the last digit.
    for (let turn = 0; turn < 2; turn++)
      for (const other of directions) {
        const along = direction.reduce((sum, value, p) => sum + value * other[p], 0);
        for (let p = 0; p < width; p++) direction[p] -= along * other[p];
      }
    const length = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0));
    directions.push(length > 1e-6 ? direction.map((value) => value / length) : new Float64Array(width));
  }
  const short = new Float64Array(n * q);
  for (let row = 0; row < n; row++)
    for (let k = 0; k < q; k++) {
      let sum = 0;
      for (let p = 0; p < width; p++) sum += values[row * width + p] * directions[k][p];
      short[row * q + k] = sum;
    }
  return short;
}
