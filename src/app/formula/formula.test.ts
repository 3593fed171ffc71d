import { expect, test } from 'vitest';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { buildFormula } from './formula.ts';
import { parameterIndex } from './parameter.ts';

async function explored(of: string, pick: (activations: Float32Array) => number) {
  const engine = fakeEngine({ channels: 3 });
  const exploration = await engine.explore({ digit: 4, of });
  const r = pick(exploration.activations);
  const unit = { i: Math.floor(r / (24 * 3)), j: Math.floor(r / 3) % 24, c: r % 3 };
  return { exploration, row: await engine.row(exploration.id, unit) };
}

const largest = (values: Float32Array) => values.indexOf(Math.max(...values));
const firstZero = (values: Float32Array) => values.indexOf(0);

test.each(['conv1', 'bn1', 'relu1'])('every number of a row of %s is the product of its factors', async (of) => {
  const { exploration, row } = await explored(of, largest);
  for (let index = 0; index < row.values.length; index++) {
    const formula = buildFormula(row, exploration, index)!;
    expect(formula.product).toBeCloseTo(row.values[index], 4);
    expect(formula.value).toBe(row.values[index]);
  }
});

test('a kernel cell of relu1: mask × γ/σ × pixel', async () => {
  const { exploration, row } = await explored('relu1', largest);
  const index = parameterIndex(exploration.blocks, `conv1/kernel[2,3,0,${row.unit.c}]`)!;
  const formula = buildFormula(row, exploration, index)!;
  expect(formula.factors.map(({ kind }) => kind)).toEqual(['mask', 'scale', 'multiplied']);
  const pixel = formula.factors[2];
  expect(pixel).toMatchObject({ pixel: { y: row.unit.i + 2, x: row.unit.j + 3 } });
  expect(pixel.value).toBe(exploration.digit.input[(row.unit.i + 2) * 28 + row.unit.j + 3]);
});

test('shorter formulas below and beside the batch norm', async () => {
  const { exploration, row } = await explored('relu1', largest);
  const kinds = (name: string) =>
    buildFormula(row, exploration, parameterIndex(exploration.blocks, `${name}[${row.unit.c}]`)!)!.factors.map(({ kind }) => kind);
  expect(kinds('conv1/bias')).toEqual(['mask', 'scale', 'one']);
  expect(kinds('bn1/gamma')).toEqual(['mask', 'normalised']);
  expect(kinds('bn1/beta')).toEqual(['mask', 'one']);
  const conv = await explored('conv1', largest);
  const cell = buildFormula(conv.row, conv.exploration, conv.row.unit.c)!;
  expect(cell.factors.map(({ kind }) => kind)).toEqual(['multiplied']);
});

test('a unit that is off has a zero mask, and a foreign channel no factors', async () => {
  const { exploration, row } = await explored('relu1', firstZero);
  const own = buildFormula(row, exploration, row.unit.c)!;
  expect(own.factors[0]).toMatchObject({ kind: 'mask', value: 0 });
  expect(Math.abs(own.product)).toBe(0);
  const other = buildFormula(row, exploration, (row.unit.c + 1) % 3)!;
  expect(other).toMatchObject({ foreign: (row.unit.c + 1) % 3, product: 0, value: 0 });
  expect(buildFormula(row, exploration, 9999)).toBeNull();
});

test('without a convolution under the unit, or for a parameter below it, there is no formula', async () => {
  const { exploration, row } = await explored('relu1', largest);
  expect(buildFormula(row, { ...exploration, convolution: null }, row.unit.c)).toBeNull();
  const blocks = exploration.blocks.map((block) => (block.parameter === 'conv1/kernel' ? { ...block, parameter: 'conv0/kernel', layer: 'conv0' } : block));
  expect(buildFormula(row, { ...exploration, blocks }, row.unit.c)).toBeNull();
});

test('a deeper convolution multiplies what the layer below gives, not a pixel', async () => {
  const { exploration, row } = await explored('relu1', largest);
  const deeper = { ...exploration, convolution: { ...exploration.convolution!, input: 'pool1' } };
  const { factors } = buildFormula(row, deeper, row.unit.c)!;
  expect(factors.at(-1)).toMatchObject({ kind: 'multiplied', pixel: null, words: 'pool1 under tap (0, 0)' });
});
