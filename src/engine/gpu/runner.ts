// Records jobs one after another and submits them together. Knows no layer.
import type { Arena } from './arena.ts';
import { type Chunk, Compute, type Dispatch } from './compute.ts';

/** A chunk of rows or images, and the dispatches to run on it. */
export interface Job {
  readonly dispatches: readonly Dispatch[];
  readonly chunk: Chunk;
  /** It makes rows of the result. */
  readonly rows?: boolean;
}

/** A submission costs as much as several small kernels, so jobs that follow one another share one. */
export class Runner {
  readonly compute: Compute;
  private readonly uniforms: GPUBuffer[] = [];

  constructor(private readonly device: GPUDevice, private readonly arenas: readonly Arena[]) {
    this.compute = Compute.of(device);
  }

  /** Submits the jobs, and what `after` records behind them. */
  run(jobs: readonly Job[], after?: (encoder: GPUCommandEncoder) => void): void {
    const encoder = this.device.createCommandEncoder();
    for (const arena of this.arenas) arena.clearInto(encoder);
    jobs.forEach(({ dispatches, chunk }, k) => {
      const uniform = (this.uniforms[k] ??= this.arenas[0].uniform(16, 'chunk'));
      this.device.queue.writeBuffer(uniform, 0, Uint32Array.of(chunk.first, chunk.count, chunk.slab, chunk.base ?? 0));
      this.compute.record(encoder, dispatches, chunk, uniform);
    });
    after?.(encoder);
    this.device.queue.submit([encoder.finish()]);
  }
}
