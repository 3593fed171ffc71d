// One explored image: the rows and columns of its Jacobian in the page's words. Knows no device.
import { EngineFault } from '../engineError.ts';
import type { Images, Network } from '../index.ts';
import type { Window } from '../layers/window.ts';
import type { BlockInfo, ChainFactor, Column, Exploration, Row, Unit } from '../protocol.ts';
import { chainFactors, whyOff } from './chain.ts';
import type { Asked } from './engineHandle.ts';
import type { Formula } from './formula.ts';
import { receptiveField } from './receptiveField.ts';
import type { Rows } from './rows.ts';
import type { Snapshot } from './snapshots.ts';

export interface ExploredParts {
  readonly exploration: Exploration;
  readonly rows: Rows;
  readonly network: Network;
  /** The chosen one first; in batch mode those whose statistics are taken too. */
  readonly images: Images;
  readonly asked: Asked;
  /** Null where rows have none. */
  readonly formula: Formula | null;
  /** On the input, of any unit. */
  readonly window: Window;
  /** Retained; released with this. */
  readonly snapshot: Snapshot;
}

export class Explored {
  constructor(readonly parts: ExploredParts) {}

  get id(): number {
    return this.parts.exploration.id;
  }

  /** Held in memory. */
  get bytes(): number {
    const { inParts, summary } = this.parts.exploration;
    return inParts ? 0 : summary.bytes;
  }

  async blockNorms(parameter: string): Promise<Float32Array> {
    this.#block((block) => block.parameter === parameter, `parameter: ${parameter}`);
    return new Float32Array(await this.parts.rows.rowNorms(parameter));
  }

  async row(unit: Unit): Promise<Row> {
    const { exploration, rows, formula } = this.parts;
    const index = this.rowIndex(unit);
    const values = new Float32Array(await rows.row(index));
    const factors = formula ? chainFactors(formula.chain, unit.c, formula.preActivations[index]) : [];
    const norm = lengthOf(values);
    const reason = norm === 0 ? this.#whyZero(factors, exploration.activations[index]) : null;
    return {
      explorationId: exploration.id,
      unit,
      index,
      activation: exploration.activations[index],
      values,
      norm,
      blockNorms: exploration.blocks.map(({ start, size }) => lengthOf(values.subarray(start, start + size))),
      off: reason !== null,
      reason,
      receptiveField: this.field(index),
      patch: formula?.patch(unit.i, unit.j) ?? new Float32Array(0),
      chain: factors,
    };
  }

  async column(index: number): Promise<Column> {
    const { exploration, rows } = this.parts;
    const block = this.#block(({ start, size }) => index >= start && index < start + size, `column: ${index}`);
    const values = new Float32Array(await rows.column(index));
    return {
      explorationId: exploration.id,
      index,
      parameter: block.parameter,
      position: positionOf(index - block.start, block.shape),
      value: exploration.parameters[index],
      values,
      norm: lengthOf(values),
    };
  }

  /** (i·W + j)·C + c. */
  rowIndex({ i, j, c }: Unit): number {
    const [H, W, C] = this.parts.exploration.layer.shape;
    const inside = [i, j, c].every(Number.isInteger) && i >= 0 && i < H && j >= 0 && j < W && c >= 0 && c < C;
    if (!inside) throw new EngineFault('no-such-unit', `unit: (${i}, ${j}, ${c}) is not in the ${H} × ${W} × ${C} maps; choose one that is`);
    return (i * W + j) * C + c;
  }

  dispose(): void {
    this.parts.rows.dispose();
    this.parts.snapshot.release();
  }

  /** What unit `index` looks at on the input; a vector of numbers is seen whole. */
  field(index: number): Row['receptiveField'] {
    const { network, exploration, window } = this.parts;
    const { height, width } = exploration.digit;
    return network.inputShape[0] * network.inputShape[1] === 1 ? { top: 0, left: 0, height, width } : receptiveField(window, index);
  }

  /** In words why a whole row is zero. Null where no activation is to blame. */
  #whyZero(factors: readonly ChainFactor[], activation: number): string | null {
    const { network, exploration } = this.parts;
    const known = whyOff(factors);
    if (known) return known;
    const layer = network.layers.findLast(({ name }) => name === exploration.layer.name)!;
    if (layer.kind === 'activation' && layer.function === 'relu' && activation === 0) return 'This activation is off: its input is not above zero, so its row is zero.';
    const activations = network.layers.some(({ kind }) => kind === 'activation');
    return activations ? 'On every path from these columns to this unit an activation is off, so its row is zero.' : null;
  }

  #block(wanted: (block: BlockInfo) => boolean, what: string): BlockInfo {
    const { blocks } = this.parts.exploration;
    const block = blocks.find(wanted);
    if (!block) throw new EngineFault('no-such-parameter', `${what} is not in this Jacobian; choose from ${blocks.map((each) => each.parameter).join(', ')}`);
    return block;
  }
}

/** Where entry `flat` is in a row-major array of `shape`. */
function positionOf(flat: number, shape: readonly number[]): number[] {
  const position: number[] = [];
  for (const size of shape.toReversed()) {
    position.unshift(flat % size);
    flat = Math.floor(flat / size);
  }
  return position;
}

function lengthOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
