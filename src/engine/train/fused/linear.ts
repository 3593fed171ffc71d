// What a convolution and a dense layer have in common to the block around them. Knows no batch norm and no tape.
import type { Workbench, Shaped } from './workbench.ts';
import type { Epilogue } from '../../layers/epilogue.ts';

/** Tensors that an epilogue reads; what it does not use is not looked at. */
export interface EpilogueTensors<T> {
  readonly scale: T | null;
  readonly shift: T | null;
}

/** A linear layer for batches of one size. */
export interface Linear {
  readonly images: number;
  /** Positions of one image, and channels of each. */
  readonly plane: number;
  readonly channels: number;
  /** Of a whole batch's output. */
  outputShape(images: number): readonly number[];
  /** `images` may be fewer than those that it was made for. */
  forward<T extends Shaped>(bench: Workbench<T>, images: number, x: T, kernel: T, end: Epilogue, read: EpilogueTensors<T>): T;
  pullToInput<T extends Shaped>(bench: Workbench<T>, x: Shaped, kernel: T, cotangent: T): T;
  pullToKernel<T extends Shaped>(bench: Workbench<T>, x: T, kernel: Shaped, cotangent: T): T;
}
