// Explanations of the shipped network's entries, against its rows and against each other.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Exploration, Explanation, ExplainedPath, Row, Unit } from '../../../protocol.ts';
import { fromDisk, PUBLIC } from '../../../testing/publicFolder.ts';
import { Session } from '../../session.ts';

const session = new Session(PUBLIC, fromDisk);
const ask = (exploration: Exploration, unit: Unit, column: number) => session.ask('explain', { explorationId: exploration.id, unit, column });

beforeAll(() => session.open(() => {}, { backend: 'cpu' }), 60_000);

const unitAt = (index: number, [, W, C]: readonly number[]): Unit => ({ i: Math.floor(index / (W * C)), j: Math.floor(index / C) % W, c: index % C });
const strongestUnit = ({ rowNorms, layer }: Exploration) => unitAt(rowNorms.indexOf(Math.max(...rowNorms)), layer.shape);
const strongestOf = ({ blocks }: Exploration, { values }: Row, parameter: string) => {
  const { start, size } = blocks.find((block) => block.parameter === parameter)!;
  const sizes = Array.from(values.subarray(start, start + size), Math.abs);
  return start + sizes.indexOf(Math.max(...sizes));
};
const product = ({ factors }: ExplainedPath) => factors.reduce((value, factor) => value * factor.value, 1);

function expectWhole(told: Explanation): void {
  const size = Math.max(Math.abs(told.entry), 1e-12);
  expect(Math.abs(told.sum - told.entry)).toBeLessThan(1e-6 * size);
  expect(told.through.reduce((sum, { byImage }) => sum + byImage.reduce((part, value) => part + value, 0), 0)).toBeCloseTo(told.sum, 10);
  for (const path of told.paths?.strongest ?? []) expect(product(path) / path.value).toBeCloseTo(1, 10);
}

describe('right under the layer', () => {
  let exploration: Exploration;
  let unit: Unit;
  let row: Row;
  beforeAll(async () => {
    exploration = await session.explore({ digit: 3, of: 'relu1' });
    unit = strongestUnit(exploration);
    row = await session.row(exploration.id, unit);
  });

  it('a kernel’s number: mask, scale and the number of the patch', async () => {
    const told = await ask(exploration, unit, strongestOf(exploration, row, 'conv1/kernel'));
    expectWhole(told);
    expect(told.paths).toMatchObject({ count: 1 });
    const [path] = told.paths!.strongest;
    expect(path.factors.map(({ source }) => source.kind)).toEqual(['activation', 'scale', 'input']);
    expect(path.factors[0].value).toBe(1);
    const [a, b] = told.position;
    const own = path.factors[2];
    expect(own.value).toBeCloseTo(row.patch[a * 5 + b], 4);
    expect(Array.from(own.picture!.values)).toEqual(Array.from(row.patch));
    for (const { picture, value } of path.factors) expect(picture!.values[picture!.marked]).toBeCloseTo(value, 4);
    expect(path.window).toEqual({ top: unit.i, left: unit.j, height: 5, width: 5, y: unit.i + a, x: unit.j + b });
    expect(told.under!.values[path.window!.y * 28 + path.window!.x]).toBeCloseTo(own.value, 4);
    expect(told.through[0]).toMatchObject({ layer: 'conv1', channel: unit.c, live: 1 });
  });

  it('gamma, beta and bias', async () => {
    for (const [parameter, kinds] of [['bn1/gamma', ['activation', 'normalised']], ['bn1/beta', ['activation', 'added']], ['conv1/bias', ['activation', 'scale', 'added']]] as const) {
      const told = await ask(exploration, unit, strongestOf(exploration, row, parameter));
      expectWhole(told);
      expect(told.paths!.strongest[0].factors.map(({ source }) => source.kind)).toEqual(kinds);
    }
  });

  it('a unit that is off says so, and where; another map’s parameter belongs to it', async () => {
    const index = exploration.rowNorms.findIndex((norm) => norm === 0);
    const off = unitAt(index, exploration.layer.shape);
    const told = await ask(exploration, off, off.c);
    expect(told).toMatchObject({ entry: 0, sum: 0, zero: { why: 'off' } });
    const [mask] = told.zero!.broken!.factors;
    expect(mask).toMatchObject({ value: 0, layer: 'relu1', source: { kind: 'activation', function: 'relu' } });
    expect(mask.source.kind === 'activation' && mask.source.input).toBeLessThanOrEqual(0);
    expect((await ask(exploration, unit, (unit.c + 1) % 20)).zero).toEqual({ why: 'foreign', broken: null });
  });

  it('refuses what is not there by name', async () => {
    await expect(ask(exploration, unit, 560)).rejects.toThrow('column: 560 is not in this Jacobian; choose 0 to 559');
    await expect(ask(exploration, { ...unit, c: 20 }, 0)).rejects.toThrow('is not in the 24 × 24 × 20 maps');
  });
});

describe('many paths', () => {
  it('through a whole map to a class', async () => {
    const exploration = await session.explore({ digit: 3, of: 'softmax' });
    const unit = strongestUnit(exploration);
    const row = await session.row(exploration.id, unit);
    const told = await ask(exploration, unit, strongestOf(exploration, row, 'conv1/kernel'));
    expectWhole(told);
    const [{ values, upstream, local, live, channel, shape }] = told.through;
    expect(told.paths!.count).toBe(10 * live);
    expect(told.paths!.positive + told.paths!.negative).toBeCloseTo(told.sum, 10);
    expect(channel).toBe(told.position[3]);
    expect(shape).toEqual([24, 24, 20]);
    values.forEach((value, cell) => expect(value).toBeCloseTo(upstream[cell] * local[cell], 5));
    const sizes = told.paths!.strongest.map(({ value }) => Math.abs(value));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(told.paths!.strongest[0].factors.map(({ source }) => source.kind)).toEqual(['softmax', 'weight', 'activation', 'scale', 'input']);
    const dense = await ask(exploration, unit, strongestOf(exploration, row, 'fc2/kernel'));
    expectWhole(dense);
  });

  it('of pixels: inside the window, and outside of it', async () => {
    const exploration = await session.explore({ digit: 3, of: 'relu1', wrt: 'input' });
    const unit = strongestUnit(exploration);
    const row = await session.row(exploration.id, unit);
    const told = await ask(exploration, unit, strongestOf(exploration, row, 'input'));
    expectWhole(told);
    expect(told.paths!.strongest[0].factors.map(({ source }) => source.kind)).toEqual(['activation', 'scale', 'weight']);
    expect(told.through[0].layer).toBe('conv1');
    expect((await ask(exploration, unit, unit.i > 10 ? 0 : 783)).zero).toEqual({ why: 'outside', broken: null });
  });

  it('with batch statistics: three terms, and what comes through the other images', async () => {
    const exploration = await session.explore({ digit: 3, of: 'fc2', batchNorm: 'batch', images: 3 });
    const unit = strongestUnit(exploration);
    const row = await session.row(exploration.id, unit);
    const told = await ask(exploration, unit, strongestOf(exploration, row, 'conv1/kernel'));
    expectWhole(told);
    expect(told.paths).toBeNull();
    const { layer, direct, mean, correlation, past } = told.batch!;
    expect(layer).toBe('bn1');
    expect(direct + mean + correlation).toBeCloseTo(told.sum, 9);
    expect(Math.abs(past)).toBeLessThan(1e-9);
    expect(Math.abs(correlation)).toBeGreaterThan(0);
    expect(told.through[0].byImage).toHaveLength(3);
    const gamma = await ask(exploration, unit, strongestOf(exploration, row, 'bn1/gamma'));
    expectWhole(gamma);
    expect(gamma.batch).toBeNull();
  });
});

it('every entry of deeper networks, with pools between', { timeout: 120_000 }, async () => {
  await session.choose('three-block');
  const exploration = await session.explore({ digit: 5, of: 'pool2' });
  const unit = strongestUnit(exploration);
  const row = await session.row(exploration.id, unit);
  for (const { parameter } of exploration.blocks) expectWhole(await ask(exploration, unit, strongestOf(exploration, row, parameter)));
  const deep = await ask(exploration, unit, strongestOf(exploration, row, 'conv1/kernel'));
  expect(deep.paths!.count).toBeGreaterThan(5);
  expect(deep.paths!.strongest[0].factors.map(({ source }) => source.kind)).toContain('largest');
});
