// The direction that a step goes in, with J·direction: made once for as long as it is stepped along.
import { EngineFault } from '../../../engineError.ts';
import { lengthOf, movedBy, scaled } from '../../../jacobian/paths/change.ts';
import { gradientOf } from '../../../jacobian/paths/gradient.ts';
import { tangentOf } from '../../../jacobian/paths/tangent.ts';
import type { Change, Trace } from '../../../jacobian/paths/trace.ts';
import type { StepDirection } from '../../../protocol.ts';
import type { Explored } from '../../explored.ts';
import { traceFor } from '../tracing.ts';
import { lossOf, wholeTrace } from './loss.ts';

export interface Along {
  /** Of length 1; along a single parameter 1 there. */
  readonly change: Change;
  /** J·change, [N, H, W, C]. */
  readonly tangent: Float64Array;
  readonly moved: number;
  /** The single parameter's column. */
  readonly column: number | null;
}

const KEPT = 4;
const known = new WeakMap<Explored, Map<string, Along>>();

/** @throws when there is no such direction: a row or a gradient of nothing but zeros, a network without classes. */
export async function along(explored: Explored, direction: StepDirection): Promise<Along> {
  const key = JSON.stringify(direction);
  const shelf = known.get(explored) ?? new Map<string, Along>();
  known.set(explored, shelf);
  let found = shelf.get(key);
  if (!found) {
    const change = await changeOf(explored, direction);
    const trace = traceFor(explored);
    shelf.set(key, (found = { change, tangent: tangentOf(trace, change), moved: movedBy(change), column: direction.kind === 'parameter' ? direction.column : null }));
    if (shelf.size > KEPT) shelf.delete(shelf.keys().next().value!);
  }
  return found;
}

async function changeOf(explored: Explored, direction: StepDirection): Promise<Change> {
  const { exploration, rows } = explored.parts;
  if (direction.kind === 'parameter') {
    const inside = Number.isInteger(direction.column) && direction.column >= 0 && direction.column < exploration.parameters.length;
    if (!inside) throw new EngineFault('no-such-parameter', `column: ${direction.column} is not in this Jacobian; choose 0 to ${exploration.parameters.length - 1}`);
    const one = new Float64Array(exploration.parameters.length);
    one[direction.column] = 1;
    return spread(explored, one);
  }
  if (direction.kind === 'row') return normalised(spread(explored, await rows.row(explored.rowIndex(direction.unit))), 'The row of this unit is zero, so it points nowhere.');
  return normalised(lossGradient(explored), 'The gradient of the loss is zero here, so it points nowhere.');
}

/** Columns as parameters, or as images. */
function spread({ parts: { exploration } }: Explored, columns: ArrayLike<number>): Change {
  const values = Float64Array.from(columns);
  if (exploration.wrt === 'input') return { parameters: new Map(), data: values };
  return { parameters: new Map(exploration.blocks.map(({ parameter, start, size }) => [parameter, values.slice(start, start + size)])), data: null };
}

function normalised(change: Change, nothing: string): Change {
  const length = lengthOf(change);
  if (!(length > 0)) throw new EngineFault('no-direction', nothing);
  return scaled(change, 1 / length);
}

function lossGradient(explored: Explored): Change {
  const trace: Trace = wholeTrace(explored);
  const { gradient } = lossOf(explored, trace);
  return gradientOf(trace, gradient, explored.parts.exploration.wrt);
}
