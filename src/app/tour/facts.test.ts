import { expect, test } from 'vitest';
import type { BlockInfo, Exploration, Row } from '../../engine/protocol.ts';
import { factsOf } from './facts.ts';

const block = (parameter: string, shape: readonly number[], start: number, structure: BlockInfo['structure'], channels: number): BlockInfo => ({ parameter, layer: parameter.split('/')[0], shape, start, size: shape.reduce((a, b) => a * b), structure, channels });

function facts(blocks: readonly BlockInfo[], values: Float32Array, parameter: string | null = null) {
  const exploration = {
    layer: { name: 'relu1', shape: [24, 24, 20], vector: false }, blocks, wrt: blocks.map((each) => each.parameter), activations: new Float32Array(11_520), parameters: new Float32Array(values.length),
    summary: { milliseconds: 12 }, digit: { height: 28, width: 28, channels: 1 },
  } as unknown as Exploration;
  const row = { unit: { i: 9, j: 14, c: 7 }, values, activation: 0.5, off: false, receptiveField: { top: 9, left: 14, height: 5, width: 5 } } as unknown as Row;
  return factsOf({ network: 'question' }, exploration, row, parameter);
}

const kernel = block('conv1/kernel', [5, 5, 1, 20], 0, 'channel', 20);
const bias = block('conv1/bias', [20], 500, 'channel', 20);

test('a unit that feels its own channel alone: as many blocks as channels', () => {
  const values = new Float32Array(520);
  values[267] = -3;
  expect(facts([kernel, bias], values)).toMatchObject({ rows: 11_520, columns: 520, alive: 26, blocks: 20, mixed: false, unit: 'Map 7, row 9, column 14', field: 'rows 9–13, columns 14–18', entry: { name: 'conv1/kernel[2,3,0,7]', derivative: -3 } });
});

test('arrays that every unit feels beside them: no blocks are claimed', () => {
  const lower = block('conv0/kernel', [3, 3, 1, 4], 0, 'all', 4);
  const upper = block('conv1/bias', [20], 36, 'channel', 20);
  expect(facts([lower, upper], new Float32Array(56))).toMatchObject({ alive: 37, blocks: 1, mixed: true });
});

test('the chosen parameter is talked about, unless the unit does not feel it', () => {
  const values = new Float32Array(520);
  [values[267], values[507]] = [-3, 1];
  expect(facts([kernel, bias], values, 'conv1/bias[7]').entry).toMatchObject({ name: 'conv1/bias[7]', derivative: 1 });
  expect(facts([kernel, bias], values, 'conv1/bias[3]').entry).toMatchObject({ name: 'conv1/kernel[2,3,0,7]' });
});
