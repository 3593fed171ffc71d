// What was done, for the visitor and for the caller.
import type { JacobianSummary } from '../protocol.ts';
import type { Plan } from './plan.ts';

export function summaryOf(
  plan: Plan,
  done: { engine: 'webgpu' | 'cpu'; passes: number; bytesPerNumber: number; milliseconds: number; compileMilliseconds: number },
): JacobianSummary {
  const { method, why, rows, columns, multiplyAdds, denseMultiplyAdds } = plan;
  return {
    method, why, rows, columns, multiplyAdds, denseMultiplyAdds,
    engine: done.engine,
    passes: done.passes,
    bytes: rows * plan.rowWidth * done.bytesPerNumber,
    denseBytes: rows * columns * done.bytesPerNumber,
    milliseconds: done.milliseconds,
    compileMilliseconds: done.compileMilliseconds,
  };
}
