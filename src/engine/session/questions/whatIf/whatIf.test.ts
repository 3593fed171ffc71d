// Steps on the shipped network: the prediction by the columns of J, what happens by the changed network itself.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { activations, networkFromTopology, type Network } from '../../../index.ts';
import type { StoredModel } from '../../../model/fromTopology.ts';
import type { Exploration, StepDirection, Unit } from '../../../protocol.ts';
import { relativeError } from '../../../testing/oracle.ts';
import { fromDisk, PUBLIC } from '../../../testing/publicFolder.ts';
import { moved } from '../../../testing/randomNetwork.ts';
import { Session } from '../../session.ts';

const session = new Session(PUBLIC, fromDisk);
let exploration: Exploration;
let network: Network;

beforeAll(async () => {
  await session.open(() => {}, { backend: 'cpu' });
  exploration = await session.explore({ digit: 3, of: 'relu1' });
  network = shippedNetwork();
}, 60_000);

function shippedNetwork(): Network {
  const stored = JSON.parse(readFileSync('public/ready-made/model.json', 'utf8')) as StoredModel & { weightsManifest: { weights: { name: string; shape: number[] }[] }[] };
  const bytes = readFileSync('public/ready-made/weights.bin');
  let at = bytes.byteOffset;
  const weights = stored.weightsManifest.flatMap((group) => group.weights).map(({ name, shape }): [string, { shape: number[]; values: Float32Array }] => {
    const size = 4 * shape.reduce((a, b) => a * b, 1);
    return [name, { shape, values: new Float32Array(bytes.buffer.slice(at, (at += size))) }];
  });
  return networkFromTopology(stored, Object.fromEntries(weights));
}

const step = (direction: StepDirection, by: number, of = exploration) => session.ask('whatIf', { explorationId: of.id, direction, step: by });
const errors = (direction: StepDirection, sign: 1 | -1 = 1, of = exploration) => session.ask('stepErrors', { explorationId: of.id, direction, sign });
const strongest = ({ rowNorms, layer: { shape: [, W, C] } }: Exploration): Unit => {
  const index = rowNorms.indexOf(Math.max(...rowNorms));
  return { i: Math.floor(index / (W * C)), j: Math.floor(index / C) % W, c: index % C };
};

const outputs = async (changed: Network, { digit, layer }: Exploration) =>
  (await activations(changed, { data: digit.input, shape: [1, 28, 28, 1] }, { of: layer.name, device: null })).data;

describe('one step', () => {
  it('of a parameter: its column times the step, beside what the changed network gives', async () => {
    for (const [column, name, at] of [[7 * 20 + 5, 'conv1/kernel', 7 * 20 + 5], [500 + 5, 'conv1/bias', 5], [520 + 5, 'bn1/gamma', 5]] as const) {
      const outcome = await step({ kind: 'parameter', column }, 0.05);
      const { values } = await session.column(exploration.id, column);
      expect(relativeError(outcome.predicted, values.map((value) => 0.05 * value))).toBeLessThan(1e-6);
      const [before, after] = [await outputs(network, exploration), await outputs(moved(network, name, at, 0.05), exploration)];
      const truth = after.map((value, r) => value - before[r]);
      expect(relativeError(outcome.actual, truth)).toBeLessThan(1e-6);
      expect(outcome.errorNorm).toBeCloseTo(Math.hypot(...truth.map((value, r) => value - outcome.predicted[r])), 5);
      // What is on is what is above zero.
      const flipped = Array.from(before.keys()).filter((r) => before[r] > 0 !== after[r] > 0);
      expect(Array.from(outcome.flipped!)).toEqual(flipped);
      expect(outcome.flips).toEqual([{ layer: 'relu1', kind: 'activation', of: 11_520, count: flipped.length }]);
    }
  });

  it('along a unit’s row, the unit grows by the row’s length for each unit of the step', async () => {
    const unit = strongest(exploration);
    const { norm, index } = await session.row(exploration.id, unit);
    const { predicted, actual } = await step({ kind: 'row', unit }, 1e-3);
    expect(predicted[index] / (1e-3 * norm)).toBeCloseTo(1, 5);
    expect(actual[index] / predicted[index]).toBeCloseTo(1, 2);
  });

  it('down the gradient of the loss, the loss falls, faster than along another', async () => {
    const [down, nothing] = [await step({ kind: 'loss' }, -1e-4), await step({ kind: 'loss' }, 0)];
    expect(down.loss!.after).toBeLessThan(down.loss!.before);
    expect(nothing.loss!.after).toBe(nothing.loss!.before);
    expect(nothing.actualNorm).toBe(0);
    expect(-Math.log(exploration.probabilities[exploration.digit.label!])).toBeCloseTo(down.loss!.before, 4);
    // No other direction of length 1 falls faster.
    const along = (await step({ kind: 'loss' }, 1e-4)).loss!.after - down.loss!.after;
    const other = (by: number) => step({ kind: 'row', unit: strongest(exploration) }, by).then(({ loss }) => loss!.after);
    expect(along).toBeGreaterThan(Math.abs((await other(1e-4)) - (await other(-1e-4))));
  });

  it('changes nothing', async () => {
    const before = await session.row(exploration.id, strongest(exploration));
    await step({ kind: 'loss' }, 5);
    expect((await session.row(exploration.id, strongest(exploration))).values).toEqual(before.values);
    expect((await step({ kind: 'loss' }, 0)).actualNorm).toBe(0);
  });

  it('of a pixel, and with batch statistics', async () => {
    const byInput = await session.explore({ digit: 3, of: 'relu1', wrt: 'input' });
    const pixel = 14 * 28 + 14;
    const outcome = await step({ kind: 'parameter', column: pixel }, 3, byInput);
    const { values } = await session.column(byInput.id, pixel);
    expect(relativeError(outcome.predicted, values.map((value) => 3 * value))).toBeLessThan(1e-6);
    const coupled = await session.explore({ digit: 3, of: 'fc2', batchNorm: 'batch', images: 3 });
    const column = await session.column(coupled.id, 5);
    const through = await step({ kind: 'parameter', column: 5 }, 0.01, coupled);
    expect(relativeError(through.predicted, column.values.map((value) => 0.01 * value))).toBeLessThan(1e-5);
    // A dense layer's unit follows from many: no kink is its own.
    expect(through.flipped).toBeNull();
    // The bias of a convolution is taken out again by the mean: nothing moves.
    expect((await step({ kind: 'parameter', column: 505 }, 0.5, coupled)).actualNorm).toBeLessThan(1e-9);
  });

  it('nowhere is refused in words', async () => {
    const index = exploration.rowNorms.findIndex((norm) => norm === 0);
    const off = { i: Math.floor(index / 480), j: Math.floor(index / 20) % 24, c: index % 20 };
    await expect(step({ kind: 'row', unit: off }, 1)).rejects.toThrow('The row of this unit is zero');
    await expect(step({ kind: 'parameter', column: -1 }, 1)).rejects.toThrow('column: -1 is not in this Jacobian');
    await expect(step({ kind: 'parameter', column: 560 }, 1)).rejects.toThrow('column: 560 is not in this Jacobian; choose 0 to 559');
    await expect(step({ kind: 'loss' }, Infinity)).rejects.toThrow('step: Infinity');
  });
});

describe('error against step', () => {
  it('is of second order along a row, and nothing but rounding along one weight', async () => {
    const curved = await errors({ kind: 'row', unit: strongest(exploration) });
    expect(curved.fit!.slope).toBeGreaterThan(1.95);
    expect(curved.fit!.slope).toBeLessThan(2.05);
    expect(curved.linear).toBe(false);
    const straight = await errors({ kind: 'parameter', column: 7 * 20 + 5 });
    expect(straight).toMatchObject({ fit: null, linear: true, moved: 1, maps: [5], start: exploration.parameters[7 * 20 + 5] });
    expect(straight.flips.at(-1)).toBeGreaterThan(0);
    expect(straight.errors.at(-1)).toBeGreaterThan(1e6 * straight.errors[0]);
  });

  it('agrees with the step itself', async () => {
    const direction: StepDirection = { kind: 'row', unit: strongest(exploration) };
    const { steps, errors: sizes, flips, reach } = await errors(direction, -1);
    // Six decades up to the reach, by quarters, and two quarters beyond.
    expect(steps).toHaveLength(27);
    expect([steps[0], steps[1], steps[24], steps[26]].map((each) => Math.log10(each / reach).toFixed(9))).toEqual(['-6.000000000', '-5.750000000', '0.000000000', '0.500000000']);
    for (const k of [0, 12, 26]) {
      const outcome = await step(direction, -steps[k]);
      expect(outcome.errorNorm / sizes[k]).toBeCloseTo(1, 10);
      expect(outcome.flips.reduce((sum, { count }) => sum + count, 0)).toBe(flips[k]);
    }
  });

  it('is of second order through a softmax and through pools', { timeout: 60_000 }, async () => {
    const deep = await session.explore({ digit: 3, of: 'softmax' });
    const { fit } = await errors({ kind: 'loss' }, 1, deep);
    expect(Math.abs(fit!.slope - 2)).toBeLessThan(0.05);
    const one = await errors({ kind: 'parameter', column: 130 }, 1, deep);
    expect(Math.abs(one.fit!.slope - 2)).toBeLessThan(0.05);
  });
});
