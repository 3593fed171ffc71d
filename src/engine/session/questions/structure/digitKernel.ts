// The tangent kernel between images: of each pair the inner product of their whole Jacobians, which is its trace over the units. Clustered.
import type { DigitKernel, DigitKernelRequest } from '../../../protocol.ts';
import type { Floats } from '../../../index.ts';
import { slice } from '../../../jacobian/stream.ts';
import { breathOf } from '../breath.ts';
import type { Desk } from '../desk.ts';
import { someOfEach } from '../imageSet.ts';
import { averageLinkage, cosineDistances } from './cluster.ts';

/** Numbers of Jacobians that are held at a time. */
const HELD = 3e7;
const MOST_PER_CLASS = 20;

export async function digitKernel({ explorationId, perClass }: DigitKernelRequest, desk: Desk): Promise<DigitKernel> {
  const explored = desk.explored(explorationId);
  const { exploration, asked, rows, snapshot } = explored.parts;
  const indices = someOfEach(snapshot, Math.min(MOST_PER_CLASS, Math.max(1, Math.floor(perClass))));
  const n = indices.length;
  const images = snapshot.input.images(indices);
  const together = asked.batchNorm === 'batch';
  const R = exploration.rowNorms.length;
  const each = Math.max(1, Math.min(R, Math.floor(HELD / n / Math.max(1, rows.summary.bytes / R / (rows.summary.engine === 'cpu' ? 8 : 4)))));
  const values = new Float64Array(n * n);
  const breath = breathOf(desk.listening, R * n);
  snapshot.retain();
  try {
    for (let start = 0; start < R; start += each) {
      const count = Math.min(each, R - start);
      const held: Floats[][] = [];
      for (let k = 0; k < n; k++) {
        // With batch statistics every image's rows depend on all.
        const [shown, first] = together ? [images, k * R + start] : [slice(images, k, 1), start];
        const jacobian = await desk.engine.jacobian(snapshot.source, shown, { ...asked, rows: { start: first, count }, signal: desk.listening.signal });
        held.push(await Promise.all(jacobian.blocks.map(async ({ parameter }) => (await jacobian.compact(parameter)).values)));
        jacobian.dispose();
        for (let other = 0; other <= k; other++) {
          values[k * n + other] += dot(held[k], held[other]);
          values[other * n + k] = values[k * n + other];
          await breath(n * start + count * k);
        }
      }
    }
  } finally {
    snapshot.release();
  }
  const pictures = indices.map((index) => snapshot.input.picture(index));
  const { height, width, channels } = pictures[0];
  const size = height * width * channels;
  const pixels = new Uint8Array(n * size);
  pictures.forEach((picture, k) => pixels.set(picture.pixels, k * size));
  return {
    explorationId, n, values: Float32Array.from(values), tree: averageLinkage(cosineDistances(values, n), n),
    images: pictures.map(({ index, label }) => ({ index, label })), pixels, height, width, channels,
  };
}

/** Σ of products; both hold the same rows' numbers, so the same columns in the same places. */
function dot(a: readonly Floats[], b: readonly Floats[]): number {
  return a.reduce((total, values, block) => {
    const others = b[block];
    let sum = 0;
    for (let k = 0; k < values.length; k++) sum += values[k] * others[k];
    return total + sum;
  }, 0);
}
