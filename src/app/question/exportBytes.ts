// How large a file will be, before it is made. Pure.
import type { Exploration, ExportLayout } from '../../engine/protocol.ts';

/** About the bytes of a Jacobian's file: float32 on a GPU, float64 from the CPU reference; index maps and h included. */
export function exportBytes({ summary, batchNorm, activations, images: explained }: Exploration, layout: ExportLayout, images: number): number {
  const { bytes, denseBytes, columns, engine } = summary;
  const number = engine === 'cpu' ? 8 : 4;
  // The rows on show are those of one image; batch mode saves those of every image in the batch.
  const rows = activations.length * (batchNorm === 'batch' ? explained.indices.length : images);
  const numbers = (layout === 'blocks' ? bytes / denseBytes : 1) * rows * columns;
  return Math.round(number * numbers + (number + 16) * rows + 20 * columns);
}
