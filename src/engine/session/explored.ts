// One explored digit: the Jacobian on the host, and its rows and columns in the page's words. Knows no device.
import { EngineFault } from '../engineError.ts';
import type { Images, Jacobian, Network } from '../index.ts';
import type { Window } from '../layers/window.ts';
import type { BlockInfo, Column, Exploration, Row, Unit } from '../protocol.ts';
import { chainFactors, whyOff, type Chain } from './chain.ts';
import { patchOf, receptiveField } from './receptiveField.ts';
import type { Snapshot } from './snapshots.ts';

export interface ExploredParts {
  readonly exploration: Exploration;
  readonly jacobian: Jacobian;
  readonly network: Network;
  readonly images: Images;
  readonly chain: Chain;
  /** The convolution's outputs, [H, W, C] of the explored layer. */
  readonly preActivations: ArrayLike<number>;
  readonly window: Window;
  /** Retained; released with this. */
  readonly snapshot: Snapshot;
}

export class Explored {
  constructor(readonly parts: ExploredParts) {}

  get id(): number {
    return this.parts.exploration.id;
  }

  async blockNorms(parameter: string): Promise<Float32Array> {
    this.#block((block) => block.parameter === parameter, `parameter: ${parameter}`);
    return Float32Array.from(await this.parts.jacobian.rowNorms(parameter));
  }

  async row(unit: Unit): Promise<Row> {
    const { exploration, jacobian, chain, preActivations, window, network, images } = this.parts;
    const index = this.rowIndex(unit);
    const values = Float32Array.from(await jacobian.row(index));
    const factors = chainFactors(chain, unit.c, preActivations[index]);
    const field = receptiveField(window, index);
    const norm = Math.hypot(...values);
    const reason = norm === 0 ? whyOff(factors) : null;
    return {
      explorationId: exploration.id,
      unit,
      index,
      activation: exploration.activations[index],
      values,
      norm,
      off: reason !== null,
      reason,
      receptiveField: field,
      patch: patchOf(images.data as Float32Array, network.inputShape, field),
      chain: factors,
    };
  }

  async column(index: number): Promise<Column> {
    const { exploration, jacobian } = this.parts;
    const block = this.#block(({ start, size }) => index >= start && index < start + size, `column: ${index}`);
    const values = Float32Array.from(await jacobian.column(index));
    return {
      explorationId: exploration.id,
      index,
      parameter: block.parameter,
      position: positionOf(index - block.start, block.shape),
      value: exploration.parameters[index],
      values,
      norm: Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)),
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
    this.parts.jacobian.dispose();
    this.parts.snapshot.release();
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
