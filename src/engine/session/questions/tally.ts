// What is true of the whole matrix: how many entries can and do differ from zero, and the largest of each block. Filled row by row.
import { eachRun } from '../../jacobian/runs.ts';
import type { Block } from '../../jacobian/blocks.ts';
import type { Floats } from '../../index.ts';
import type { BlockInfo, MatrixFacts } from '../../protocol.ts';

export class Tally {
  readonly #blocks;

  constructor(blocks: readonly BlockInfo[]) {
    this.#blocks = blocks.map(({ parameter }) => ({ parameter, stored: 0, nonzero: 0, largest: { value: 0, row: -1, column: -1 } }));
  }

  /** Row `row` of J, whose compact numbers begin at `base`; r is its number among all images' rows. */
  add(row: number, blocks: readonly Block[], r: number, values: Floats, base: number): void {
    blocks.forEach((block, b) => {
      const facts = this.#blocks[b];
      let most = Math.abs(facts.largest.value);
      eachRun(block, r, (at, column, step, count) => {
        facts.stored += count;
        const first = base + block.offset + at;
        for (let k = 0; k < count; k++) {
          const value = values[first + k];
          if (value === 0) continue;
          facts.nonzero++;
          const size = Math.abs(value);
          if (size <= most) continue;
          most = size;
          facts.largest = { value: Math.fround(value), row, column: block.start + column + k * step };
        }
      });
    });
  }

  facts(): MatrixFacts {
    const sum = (of: 'stored' | 'nonzero') => this.#blocks.reduce((total, block) => total + block[of], 0);
    return { largest: Math.max(...this.#blocks.map(({ largest }) => Math.abs(largest.value))), stored: sum('stored'), nonzero: sum('nonzero'), blocks: this.#blocks };
  }
}
