// One lane of the race: the Jacobian on show once more by one method, timed, and held against it. Knows no other lane.
import { jacobian, type Jacobian } from '../../index.ts';
import { EngineFault, toEngineError } from '../../engineError.ts';
import type { RaceAgreement, RaceLane, RaceRequest } from '../../protocol.ts';
import { compareRows } from '../check.ts';
import type { Explored } from '../explored.ts';
import type { Desk } from './desk.ts';

/** A lane's timed runs together take about so long, in milliseconds; where all rows would take longer, only some are computed. */
const ABOUT = 2000;
const MOST_RUNS = 5;
/** Rows of the first guess, and how many times as many each further one has while it is quick. */
const PILOT_ROWS = 32;
const GROWTH = 8;
const COMPARED_ROWS = 32;

interface Run {
  readonly first: number;
  readonly rows: number;
  readonly milliseconds: number;
  readonly compileMilliseconds: number;
}

/** @throws `race` where the method does not go with this network; when it is stopped. */
export async function race(request: RaceRequest, desk: Desk): Promise<RaceLane> {
  const explored = desk.explored(request.explorationId);
  const snapshot = explored.parts.snapshot.retain();
  try {
    return await lane(request, explored, desk);
  } finally {
    snapshot.release();
  }
}

async function lane(request: RaceRequest, explored: Explored, desk: Desk): Promise<RaceLane> {
  const plan = await planOf(request, explored, desk);
  const { rows } = plan;
  const run = runner(request, explored, desk, rows);
  const one = await run(1);
  const held = Math.max(1, Math.min(rows, Math.floor((explored.parts.asked.budget ?? Infinity) / 2 / (plan.bytes / rows))));
  const pilots = await pilotRuns(run, held);
  const sample = Math.max(pilots.at(-1)!.rows, Math.min(held, Math.floor((ABOUT - one.milliseconds) / perRow(pilots.at(-1)!, one))));
  const runs: Run[] = [];
  let agreement: RaceAgreement | null = null;
  // Like the first of a size, whose buffers are new, it is not timed; where it takes long, it has to do.
  const first = await run(sample, async (result, at) => (agreement = await agreementOf(result, at, explored)));
  while (runs.length < MOST_RUNS && total(runs) + first.milliseconds < ABOUT) runs.push(await run(sample));
  const timed = runs.length > 0 ? runs : [first];
  const median = timed.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)[Math.floor(timed.length / 2)];
  return {
    ...request,
    engine: desk.engine.device ? 'webgpu' : 'cpu',
    rows,
    timedRows: sample,
    runs: timed.map(({ milliseconds }) => milliseconds),
    milliseconds: sample === rows ? median : median + perRow({ ...first, milliseconds: median }, one) * (rows - sample),
    compileMilliseconds: total([one, ...pilots, first, ...runs], 'compileMilliseconds'),
    // The processor has no batches: it takes one row after another.
    passes: desk.engine.device ? plan.passes : rows,
    bytes: plan.bytes,
    multiplyAdds: plan.multiplyAdds,
    agreement: agreement!,
  };
}

async function planOf({ method }: RaceRequest, { parts: { network, images, asked } }: Explored, { engine }: Desk) {
  try {
    return await engine.plan(network, images.shape[0], { ...asked, method });
  } catch (error) {
    throw new EngineFault('race', `${method}: ${toEngineError(error).message}`);
  }
}

/** Few rows tell little of what a row takes, because starting takes long: more, until all `most` are done or the clock can tell. */
async function pilotRuns(run: (rows: number) => Promise<Run>, most: number): Promise<Run[]> {
  const pilots = [await run(Math.min(most, PILOT_ROWS))];
  for (let last = pilots[0]; last.rows < most && last.milliseconds < ABOUT / GROWTH / 2; pilots.push(last)) last = await run(Math.min(most, GROWTH * last.rows));
  return pilots;
}

type Look = (result: Jacobian, first: number) => Promise<unknown>;

/** Computes so many rows from the middle of the matrix, looks at them, and lets go of them. */
function runner({ method }: RaceRequest, { parts: { network, images, asked } }: Explored, { engine, listening }: Desk, all: number): (rows: number, look?: Look) => Promise<Run> {
  return async (rows, look) => {
    const first = Math.floor((all - rows) / 2);
    const result = await jacobian(network, images, { ...asked, ...listening, method, device: engine.device, rows: { start: (asked.rows?.start ?? 0) + first, count: rows } });
    try {
      await look?.(result, first);
      const { milliseconds, compileMilliseconds } = result.summary;
      return { first, rows, milliseconds, compileMilliseconds };
    } finally {
      result.dispose();
    }
  };
}

/** What a further row takes: one row took the forward pass too. */
function perRow({ rows, milliseconds }: Run, one: Run): number {
  const further = rows > 1 ? (milliseconds - one.milliseconds) / (rows - 1) : 0;
  return further > 0 ? further : milliseconds / rows;
}

function total(runs: readonly Run[], of: 'milliseconds' | 'compileMilliseconds' = 'milliseconds'): number {
  return runs.reduce((sum, run) => sum + run[of], 0);
}

async function agreementOf(result: Jacobian, first: number, { parts }: Explored): Promise<RaceAgreement> {
  const rows = Math.min(COMPARED_ROWS, result.rows);
  let worst: RaceAgreement | null = null;
  for (let k = 0; k < rows; k++) {
    const row = Math.floor((k * result.rows) / rows);
    const compared = compareRows(await result.row(row), await parts.rows.row(first + row));
    if (!worst || compared.worst > worst.worst || Number.isNaN(compared.worst)) worst = { rows, worst: compared.worst, row: first + row, column: compared.column, here: compared.engine, shown: compared.other };
  }
  return worst!;
}
