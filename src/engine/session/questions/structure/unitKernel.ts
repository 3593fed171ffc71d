// The neural tangent kernel between units of the image on show: inner products of their rows, clustered.
import type { UnitKernel, UnitKernelRequest, UnitsChoice, Unit } from '../../../protocol.ts';
import { EngineFault } from '../../../engineError.ts';
import { breathOf } from '../breath.ts';
import { partsOf } from '../../rows.ts';
import type { Desk } from '../desk.ts';
import { averageLinkage, cosineDistances } from './cluster.ts';
import { eachEntry } from './pieces.ts';

/** Units in one picture, and numbers of their rows that are held. */
const MOST = { units: 600, numbers: 5e7 };

export async function unitKernel({ explorationId, units }: UnitKernelRequest, desk: Desk): Promise<UnitKernel> {
  const { exploration, rows } = desk.explored(explorationId).parts;
  const P = rows.columns;
  const asked = chosen(exploration.layer.shape, exploration.rowNorms, units);
  const longest = asked.filter((r) => exploration.rowNorms[r] > 0).sort((a, b) => exploration.rowNorms[b] - exploration.rowNorms[a] || a - b);
  const taken = longest.slice(0, Math.max(1, Math.min(MOST.units, Math.floor(MOST.numbers / P)))).sort((a, b) => a - b);
  const n = taken.length;
  const places = new Map(taken.map((r, k) => [r, k]));
  const held = new Float32Array(n * P);
  for await (const part of partsOf(rows, desk.listening)) {
    let to = 0;
    await eachEntry(part, (row) => places.has(row), (row) => (to = places.get(row)! * P), (_row, column, value) => (held[to + column] = value));
  }
  const values = new Float64Array(n * n);
  const breath = breathOf(desk.listening, n * n);
  for (let a = 0; a < n; a++) {
    for (let b = a; b < n; b++) values[a * n + b] = values[b * n + a] = dot(held, a * P, b * P, P);
    await breath(n * n - (n - a) ** 2);
  }
  const [, W, C] = exploration.layer.shape;
  return {
    explorationId, n, values: Float32Array.from(values), tree: averageLinkage(cosineDistances(values, n), n),
    units: taken.map((r): Unit => ({ i: Math.floor(r / (W * C)), j: Math.floor(r / C) % W, c: r % C })),
    off: asked.length - longest.length,
    leftOut: longest.length - n,
  };
}

/** Row numbers. @throws EngineFault when there are no such units. */
function chosen([H, W, C]: readonly [number, number, number], norms: Float32Array, choice: UnitsChoice): number[] {
  const all = Array.from(norms, (_, r) => r);
  if (choice.kind === 'strongest') return all.sort((a, b) => norms[b] - norms[a] || a - b).slice(0, Math.max(1, choice.count));
  if (choice.kind === 'channel') {
    if (!(choice.channel >= 0 && choice.channel < C)) throw new EngineFault('structure', `channel: ${choice.channel} is not in the layer; choose 0 to ${C - 1}`);
    return all.filter((r) => r % C === choice.channel);
  }
  const { i, j } = choice;
  if (!(i >= 0 && i < H && j >= 0 && j < W)) throw new EngineFault('structure', `position: (${i}, ${j}) is not on the ${H} × ${W} maps; choose one that is`);
  return Array.from({ length: C }, (_, c) => (i * W + j) * C + c);
}

function dot(values: Float32Array, a: number, b: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += values[a + k] * values[b + k];
  return sum;
}
