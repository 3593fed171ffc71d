// One unit's row at moments of the run, computed from the weights that are kept; what is on show stays as it is.
import type { EntryLines, MomentRow, OverTime, OverTimeRequest } from '../../protocol.ts';
import type { Desk } from './desk.ts';
import { ByMoment, momentsAsked, rowOf, type MomentAsked } from './keptMoments.ts';

/** Entries of one array that are answered one by one; of more, each number is the largest of its neighbours. */
const MOST_ENTRIES = 1024;

interface Computed {
  readonly lines: readonly EntryLines[];
  readonly row: Omit<MomentRow, 'iteration' | 'stamp'>;
}

const computed = new ByMoment<Computed>(32);

export async function overTime({ question: request, unit, iterations }: OverTimeRequest, desk: Desk): Promise<OverTime> {
  const { engine, listening } = desk;
  const { question, shape, kept, moments } = await momentsAsked(request, iterations, desk);
  const index = rowOf(unit, shape);
  const { images, asked } = question;
  const key = JSON.stringify([request, unit]);

  async function compute({ network: at }: MomentAsked): Promise<Computed> {
    const network = at();
    const [jacobian, activations] = await Promise.all([
      engine.jacobian(network, images, { ...asked, rows: { start: index, count: 1 }, signal: listening.signal }),
      engine.activations(network, images, asked.of, asked.batchNorm),
    ]);
    const lines: EntryLines[] = [];
    const entries: number[] = [];
    const blockNorms: number[] = [];
    for (const { parameter, structure } of jacobian.blocks) {
      const { values, width, columns, lines: patterns } = await jacobian.compact(parameter);
      const line = structure === 'channel' ? (index % patterns) * width : 0;
      const stored = Array.from({ length: width }, (_, k) => k).filter((k) => columns[line + k] >= 0);
      const alive = stored.map((k) => values[k]);
      const all = alive.length <= MOST_ENTRIES;
      const shown = all ? alive : largestOf(alive, MOST_ENTRIES);
      lines.push({ parameter, alive: alive.length, positions: all ? Int32Array.from(stored, (k) => columns[line + k]) : null, count: shown.length });
      entries.push(...shown);
      blockNorms.push(Math.sqrt(alive.reduce((sum, value) => sum + value * value, 0)));
    }
    return { lines, row: { activation: activations[index], norm: Math.hypot(...blockNorms), blockNorms, entries: Float32Array.from(entries) } };
  }

  let lines: readonly EntryLines[] = [];
  const rows: MomentRow[] = [];
  for (const asked of moments) {
    listening.signal.throwIfAborted();
    const found = await computed.get(asked.moment, key, () => compute(asked));
    lines = found.lines;
    rows.push({ iteration: asked.iteration, stamp: asked.stamp, ...found.row });
    listening.onProgress(rows.length, moments.length);
  }
  return { kept, lines, rows };
}

/** The number of largest magnitude in each of `count` stretches, with its sign. */
function largestOf(values: readonly number[], count: number): number[] {
  const edge = (k: number) => Math.floor((k * values.length) / count);
  return Array.from({ length: count }, (_, k) => values.slice(edge(k), edge(k + 1)).reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0));
}
