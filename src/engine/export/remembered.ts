// A Jacobian's parts kept from the first time that they are gone through, where there is room for all of them. Pure.
import type { ExportedJacobian, ExportedStream } from './source.ts';

interface Part {
  readonly firstRow: number;
  readonly rows: number;
  readonly jacobian: ExportedJacobian;
}

/** The same stream, computed once instead of once for each array of a file, if its parts take no more than `budget` bytes together. */
export function remembered(stream: ExportedStream, budget: number): ExportedStream {
  if (stream.parts * stream.partBytes > budget) return stream;
  let known: Part[] | null = null;
  return {
    rows: stream.rows, columns: stream.columns, outputShape: stream.outputShape, firstRow: stream.firstRow, blocks: stream.blocks, parts: stream.parts, partBytes: stream.partBytes,
    async *[Symbol.asyncIterator]() {
      if (known) return yield* known;
      const parts: Part[] = [];
      for await (const { firstRow, rows, jacobian } of stream) {
        parts.push({ firstRow, rows, jacobian: await jacobian.toHost() });
        if (parts.length === stream.parts) known = parts;
        yield parts.at(-1)!;
      }
    },
  };
}
