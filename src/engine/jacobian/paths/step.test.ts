// Small steps on the oracle's networks: gradients against the rows of J, and an error that is of second order away from kinks.
import { describe, expect, it } from 'vitest';
import { jacobian } from '../../index.ts';
import { relativeError } from '../../testing/oracle.ts';
import { oracleProblem } from '../../testing/oracleTable.ts';
import { lengthOf, scaled, stepped } from './change.ts';
import { flipsBetween } from './flips.ts';
import { gradientOf } from './gradient.ts';
import { tangentOf } from './tangent.ts';
import { traceAfter, traceOf } from './trace.ts';

const NAMES = ['deep-small', 'deep-small-batch', 'mlp', 'depthwise', 'dilated', 'strided', 'overlapping-pool'] as const;

async function problem(name: (typeof NAMES)[number], wrt: 'input' | 'parameters') {
  const { network, images, oracle } = await oracleProblem(name);
  const J = await jacobian(network, images, { of: oracle.of, batchNorm: oracle.batchNorm, device: null, ...(wrt === 'input' ? { wrt } : {}) });
  return { J, trace: traceOf(network, images, oracle.of, oracle.batchNorm) };
}

describe.each(NAMES)('%s', (name) => {
  it.each(['parameters', 'input'] as const)('the gradient of one unit by %s is its row', async (wrt) => {
    const { J, trace } = await problem(name, wrt);
    const norms = await J.rowNorms();
    const r = norms.indexOf(Math.max(...norms));
    const one = new Float64Array(J.rows);
    one[r] = 1;
    const { parameters, data } = gradientOf(trace, new Map([[trace.sites.length - 1, one]]), wrt === 'input' ? 'input' : J.blocks.map(({ parameter }) => parameter));
    expect(relativeError(data ?? J.blocks.flatMap(({ parameter }) => [...parameters.get(parameter)!]), await J.row(r))).toBeLessThan(1e-12);
  });

  it('a step’s error is of second order until something flips', async () => {
    const { J, trace } = await problem(name, 'parameters');
    const raw = new Map(J.blocks.map(({ parameter, size }, b) => [parameter, Float64Array.from({ length: size }, (_, k) => Math.cos(3 * b + 1.7 * k))]));
    const change = scaled({ parameters: raw, data: null }, 1 / lengthOf({ parameters: raw, data: null }));
    const tangent = tangentOf(trace, change);
    const here = trace.tapes.at(-1)!.output;
    const at = (step: number) => {
      const after = traceAfter(trace, stepped(trace, change, step));
      const flips = flipsBetween(trace, after).reduce((sum, { cells }) => sum + cells.length, 0);
      return { flips, error: Math.hypot(...after.tapes.at(-1)!.output.map((value, k) => value - here[k] - step * tangent[k])) };
    };
    const [small, large] = [at(1e-5), at(1e-4)];
    expect([small.flips, large.flips]).toEqual([0, 0]);
    expect(Math.log10(large.error / small.error)).toBeGreaterThan(1.98);
    expect(Math.log10(large.error / small.error)).toBeLessThan(2.02);
  });
});
