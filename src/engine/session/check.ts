// Holds one row of an explored Jacobian against two others: float64 on the processor, and TensorFlow.js's own gradient.
import { toEngineError } from '../engineError.ts';
import { jacobian } from '../index.ts';
import { tfGradientRow } from '../model/tfGradientRow.ts';
import type { BackendInfo, CheckResult, Comparison, Unit } from '../protocol.ts';
import type { Explored } from './explored.ts';
import { tiedPool } from './ties.ts';

/** Above this TensorFlow.js means something else, not the same less exactly. */
const SAME = 1e-3;

/** `backend` is TensorFlow.js's. */
export async function check(explored: Explored, unit: Unit, backend: BackendInfo['kind']): Promise<CheckResult> {
  const started = performance.now();
  const index = explored.rowIndex(unit);
  const row = await explored.parts.rows.row(index);
  const reference = compareRows(row, await referenceRow(explored, index));
  const byTensorFlow = await comparedWithTensorFlow(explored, index, row, backend).catch((error: unknown) => toEngineError(error).message);
  const had = typeof byTensorFlow !== 'string';
  return {
    explorationId: explored.id,
    unit,
    reference,
    tfjs: had ? byTensorFlow : null,
    tfjsProblem: had ? null : byTensorFlow,
    milliseconds: performance.now() - started,
  };
}

/** The worst entry of `engine` against `other`, relative to the largest magnitude of `other` where that is not zero. */
export function compareRows(engine: ArrayLike<number>, other: ArrayLike<number>): Comparison {
  if (engine.length !== other.length) throw new Error(`row: ${engine.length} numbers against ${other.length}; compare rows of the same parameters`);
  let [column, gap, scale] = [0, 0, 0];
  for (let p = 0; p < engine.length; p++) {
    scale = Math.max(scale, Math.abs(other[p]));
    const here = Math.abs(engine[p] - other[p]);
    if (here > gap || Number.isNaN(here)) [column, gap] = [p, here];
    if (Number.isNaN(here)) break;
  }
  return { worst: scale > 0 ? gap / scale : gap, column, engine: engine[column], other: other[column] };
}

async function referenceRow({ parts }: Explored, index: number): Promise<ArrayLike<number>> {
  const { network, images, asked } = parts;
  const reference = await jacobian(network, images, { ...asked, method: 'auto', device: null, rows: { start: index, count: 1 } });
  const row = await reference.row(0);
  reference.dispose();
  return row;
}

/** In words instead, where the two do not mean the same. */
async function comparedWithTensorFlow(explored: Explored, index: number, row: ArrayLike<number>, backend: BackendInfo['kind']): Promise<Comparison | string> {
  const compared = compareRows(row, await tensorFlowRow(explored, index));
  const { network, exploration, images } = explored.parts;
  if (compared.worst < SAME || backend === 'cpu') return compared;
  const tied = await tiedPool(network, exploration.layer.name, images);
  if (tied === null) return compared;
  return `${tied}: cells with the same largest number meet in a window, and TensorFlow.js on ${backend === 'webgpu' ? 'WebGPU' : 'WebGL'} gives the gradient to the last of them, TensorFlow and this page to the first; compare with the float64 reference`;
}

async function tensorFlowRow({ parts }: Explored, index: number): Promise<Float32Array> {
  const { snapshot, images, asked, exploration, rows } = parts;
  const gradients = await tfGradientRow(await snapshot.tensorFlow(), images, { ...asked, wrt: exploration.wrt }, index);
  const row = new Float32Array(rows.columns);
  for (const { parameter, start } of exploration.blocks) row.set(gradients.get(parameter)!, start);
  return row;
}
