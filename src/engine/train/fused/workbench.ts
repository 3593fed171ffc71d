// Where fused operations are written out: they ask for tensors and run kernels on them. Knows no TensorFlow.js and no layer.
import type { Dispatch } from '../../gpu/compute.ts';

/** A dispatch before its buffers are known. */
export type Kernel = Omit<Dispatch, 'buffers' | 'writes'>;

/** What an operation has to know of a tensor. */
export interface Shaped {
  readonly shape: readonly number[];
}

export interface Workbench<T extends Shaped> {
  /** A tensor whose numbers are all written before they are read. */
  make(shape: readonly number[]): T;
  /** `tensors` bind from 1 upwards. */
  run(kernel: Kernel, tensors: readonly T[]): void;
  /** The same numbers in another shape. */
  view(tensor: T, shape: readonly number[]): T;
}

/** Runs nothing and remembers every kernel, so that all can be compiled before there is a batch. */
export class Rehearsal implements Workbench<Shaped> {
  readonly kernels: Kernel[] = [];

  make(shape: readonly number[]): Shaped {
    return { shape };
  }

  run(kernel: Kernel): void {
    this.kernels.push(kernel);
  }

  view(_tensor: Shaped, shape: readonly number[]): Shaped {
    return { shape };
  }
}
