// Entries taken apart against the Jacobian's own, on random networks; the strongest paths against all paths of a small network.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jacobian } from '../../index.ts';
import { drawnNetwork, rowsOf } from '../../testing/randomNetwork.ts';
import { IMAGES } from '../crossings.ts';
import { batchTerms, couplingAt } from './batchTerms.ts';
import { type Entry, entryOf } from './entry.ts';
import { localRows } from './localRows.ts';
import { strongestPaths } from './strongestPaths.ts';
import { tangentOf } from './tangent.ts';
import { type Trace, traceOf } from './trace.ts';

const DRAWS = Number(process.env.DRAWS ?? 40);
const EVERY = ['sigmoid', 'tanh', 'softmax', 'swish', 'gelu', 'relu', 'linear', 'relu6', 'clippedRelu', 'leakyRelu', 'elu', 'selu', 'hardSigmoid', 'prelu'] as const;

/** Equal but for rounding of what is added up. */
const expectClose = (got: number, truth: number, scale: number) => expect(Math.abs(got - truth)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(truth), 1e-3 * scale));

const sizeOf = ({ through }: Entry) => through.reduce((total, { upstream, local }) => upstream.reduce((part, value, cell) => part + Math.abs(value * local[cell]), total), 0);

describe('an entry taken apart', () => {
  it('adds up to the Jacobian’s entry: by its cells, by all of its paths, by the three terms of batch statistics', { timeout: 120_000 }, async () => {
    let coupled = 0;
    await fc.assert(
      fc.asyncProperty(drawnNetwork(EVERY), fc.nat(), fc.boolean(), fc.constantFrom('inference' as const, 'batch' as const), async (drawn, pick, byInput, batchNorm) => {
        const { network, images, of } = drawn;
        const J = await jacobian(network, images, { of, device: null, batchNorm, ...(byInput ? { wrt: 'input' as const } : {}) });
        const trace = traceOf(network, images, of, batchNorm);
        const r = pick % rowsOf(drawn);
        const row = await J.row(r);
        for (const block of J.blocks) {
          const offsets = Array.from({ length: block.size }, (_, k) => k).sort((a, b) => Math.abs(row[block.start + b]) - Math.abs(row[block.start + a]));
          for (const offset of [offsets[0], pick % block.size]) {
            const entry = entryOf(trace, r, block.parameter, offset);
            const truth = row[block.start + offset];
            const scale = sizeOf(entry);
            expectClose(entry.sum, truth, scale);
            const coupling = couplingAt(trace, entry.target, entry.wanted);
            if (coupling === null) {
              const paths = await strongestPaths(trace, r, entry.target, entry.wanted.leads, 5);
              expectClose(paths.positive + paths.negative, truth, paths.positive - paths.negative);
              expect(paths.count > 0 || truth === 0).toBe(true);
            } else {
              const { direct, mean, correlation, past } = batchTerms(trace, coupling, entry.target, entry.cotangents, entry.wanted, entry.sum);
              const straight = network.layers.every(({ kind }) => kind !== 'add' && kind !== 'concatenate');
              coupled++;
              if (straight) expect(Math.abs(past)).toBeLessThanOrEqual(1e-9 * (Math.abs(direct) + Math.abs(mean) + Math.abs(correlation)));
            }
          }
        }
      }),
      { numRuns: DRAWS, seed: 11 },
    );
    expect(coupled).toBeGreaterThan(DRAWS / 4);
  });

  it('J·δ pushed up is J times δ', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(drawnNetwork(EVERY), fc.integer({ min: 1, max: 1e6 }), fc.boolean(), fc.constantFrom('inference' as const, 'batch' as const), async ({ network, images, of }, seed, byInput, batchNorm) => {
        const J = await jacobian(network, images, { of, device: null, batchNorm, ...(byInput ? { wrt: 'input' as const } : {}) });
        const v = Float64Array.from({ length: J.columns }, (_, p) => Math.sin(seed + 7.3 * p));
        const parameters = new Map(byInput ? [] : J.blocks.map(({ parameter, start, size }) => [parameter, v.slice(start, start + size)]));
        const pushed = tangentOf(traceOf(network, images, of, batchNorm), { parameters, data: byInput ? v : null });
        const truth = await J.jvp(v);
        const length = Math.hypot(...truth);
        expect(Math.hypot(...pushed.map((value, r) => value - truth[r]))).toBeLessThanOrEqual(1e-10 * length + 1e-300);
      }),
      { numRuns: DRAWS, seed: 3 },
    );
  });
});

/** Products of all paths by recursion, without any choice among them. */
function allPaths(trace: Trace, { target, wanted }: Entry, at: number, cell: number, product: number): number[] {
  if (at === target.at) return target.local[cell] === 0 ? [] : [product * target.local[cell]];
  return trace.sites[at].from.flatMap((input, slot) => {
    if (input === IMAGES ? target.at !== IMAGES : !wanted.leads[input]) return [];
    const found: number[] = [];
    localRows(trace, at, slot)(cell, (next, derivative) => found.push(...allPaths(trace, { target, wanted } as Entry, input, next, product * derivative)));
    return found;
  });
}

describe('the strongest paths', () => {
  it('are the strongest of all', { timeout: 60_000 }, async () => {
    let many = 0;
    await fc.assert(
      fc.asyncProperty(drawnNetwork(EVERY), fc.nat(), fc.integer({ min: 1, max: 6 }), async (drawn, pick, k) => {
        const { network, images, of } = drawn;
        const J = await jacobian(network, images, { of, device: null });
        const trace = traceOf(network, images, of, 'inference');
        const r = pick % rowsOf(drawn);
        const row = await J.row(r);
        // Of the lowest layer, which has the most.
        const block = J.blocks[0];
        const offset = Array.from({ length: block.size }, (_, o) => o).reduce((best, o) => (Math.abs(row[block.start + o]) > Math.abs(row[block.start + best]) ? o : best), 0);
        const entry = entryOf(trace, r, block.parameter, offset);
        const paths = await strongestPaths(trace, r, entry.target, entry.wanted.leads, k);
        if (paths.count > 20_000) return;
        if (paths.count > 20) many++;
        const all = allPaths(trace, entry, trace.sites.length - 1, r, 1);
        expect(paths.count).toBe(all.length);
        const wanted = all.map(Math.abs).sort((a, b) => b - a).slice(0, k);
        expect(paths.strongest.length).toBe(wanted.length);
        paths.strongest.forEach(({ value, cells, local }, n) => {
          expect(Math.abs(value) / wanted[n]).toBeCloseTo(1, 10);
          expect(cells.reduce((product, { derivative }) => product * derivative, local) / value).toBeCloseTo(1, 10);
          expect(cells[0]).toMatchObject({ at: trace.sites.length - 1, cell: r });
        });
      }),
      { numRuns: DRAWS, seed: 5 },
    );
    expect(many).toBeGreaterThan(5);
  });
});
