// What the tour says in numbers, from what is on show. Pure.
import type { Exploration, Row, RunState } from '../../engine/protocol.ts';
import { parameterIndex, parameterName } from '../formula/parameter.ts';
import { unitInWords } from '../state/units.ts';

export interface Facts {
  /** True for the network that the tour's story is about. */
  isQuestions: boolean;
  layer: string;
  rows: number;
  columns: number;
  /** `parameters`, or `numbers of the input`. */
  by: string;
  /** Of a row's numbers, how many can differ from zero. */
  alive: number;
  /** Blocks that the matrix falls into, where a unit feels its own channel alone; else 1. */
  blocks: number;
  /** True where that is so of some arrays and not of others. */
  mixed: boolean;
  unit: string;
  activation: number;
  off: boolean;
  field: string | null;
  /** A number of the row to talk about: the chosen one, else the largest. */
  entry: { name: string; derivative: number; index: number };
  milliseconds: number;
}

function largest(values: Float32Array): number {
  return values.reduce((best, value, k) => (Math.abs(value) > Math.abs(values[best]) ? k : best), 0);
}

export function factsOf(run: Pick<RunState, 'network'>, exploration: Exploration, row: Row, parameter: string | null): Facts {
  const { layer, blocks, summary, digit, activations, parameters } = exploration;
  const chosen = parameter === null ? null : parameterIndex(blocks, parameter);
  const index = chosen !== null && row.values[chosen] !== 0 ? chosen : largest(row.values);
  const { top, left, height, width } = row.receptiveField;
  const own = blocks.filter(({ structure }) => structure === 'channel').length;
  const whole = height >= digit.height && width >= digit.width;
  return {
    isQuestions: run.network === 'question',
    layer: layer.name,
    rows: activations.length,
    columns: parameters.length,
    by: exploration.wrt === 'input' ? 'numbers of the input' : 'parameters',
    alive: blocks.reduce((sum, { structure, size, channels }) => sum + (structure === 'channel' ? size / channels : structure === 'window' ? Math.min(size, height * width * digit.channels) : size), 0),
    blocks: own === blocks.length ? Math.max(...blocks.map(({ channels }) => channels)) : 1,
    mixed: own > 0 && own < blocks.length,
    unit: unitInWords(row.unit, layer),
    activation: row.activation,
    off: row.off,
    field: whole ? null : `rows ${top}–${top + height - 1}, columns ${left}–${left + width - 1}`,
    entry: { name: parameterName(blocks, index) ?? '', derivative: row.values[index], index },
    milliseconds: summary.milliseconds,
  };
}
