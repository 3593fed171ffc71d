// The numbers of the pictures as tables: one line a number, with its place. Pure.
import type { Curve } from './curve.ts';
import { kernelPosition, type KernelShape } from './order.ts';
import type { PictureTable, TableCell } from './tools.tsx';

/** Each number of a map [H, W, C], map after map. */
export function mapsTable(values: ArrayLike<number>, [H, W, C]: readonly [number, number, number], what: string, of = 'map'): PictureTable {
  return {
    columns: [of, 'row', 'column', what],
    *rows() {
      for (let c = 0; c < C; c++) for (let i = 0; i < H; i++) for (let j = 0; j < W; j++) yield [c, i, j, values[(i * W + j) * C + c]];
    },
  };
}

/** Each number of a kernel [kh, kw, cin, cout], kernel after kernel; or of the one of an output channel. */
export function kernelTable(values: ArrayLike<number>, shape: KernelShape, what: string, channel: number | null = null): PictureTable {
  const [kh, kw, cin, cout] = shape;
  return {
    columns: ['output channel', 'input channel', 'row', 'column', what],
    *rows() {
      for (let co = channel ?? 0; co < (channel === null ? cout : channel + 1); co++)
        for (let ci = 0; ci < cin; ci++)
          for (let tap = 0; tap < kh * kw; tap++) {
            const index = (tap * cin + ci) * cout + co;
            const [a, b] = kernelPosition(shape, index);
            yield [co, ci, a, b, values[index]];
          }
    },
  };
}

/** One line a number: what it is called, itself, and what else is said of it. */
export function listTable(values: ArrayLike<number>, columns: readonly string[], name: (index: number) => TableCell, more?: (index: number) => TableCell): PictureTable {
  return {
    columns,
    *rows() {
      for (let k = 0; k < values.length; k++) yield more ? [name(k), values[k], more(k)] : [name(k), values[k]];
    },
  };
}

/** Each iteration that was measured; what was not measured there stays empty. */
export function curveTable({ training, validation }: Curve): PictureTable {
  return {
    columns: ['iteration', 'training accuracy (fraction right)', 'training loss (nats)', 'validation accuracy (fraction right)', 'validation loss (nats)'],
    *rows() {
      const measured = { training: new Map(training.map((point) => [point.iteration, point])), validation: new Map(validation.map((point) => [point.iteration, point])) };
      for (const iteration of [...new Set([...measured.training.keys(), ...measured.validation.keys()])].sort((a, b) => a - b)) {
        const [trained, validated] = [measured.training.get(iteration), measured.validation.get(iteration)];
        yield [iteration, trained?.accuracy ?? null, trained?.loss ?? null, validated?.accuracy ?? null, validated?.loss ?? null];
      }
    },
  };
}
