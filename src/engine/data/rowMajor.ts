// Turns a column-major (Fortran) array into a row-major (C) one. Knows no file format.
import type { NpyData } from './npy.ts';

/** `data` has its first index running fastest; the result has its last index running fastest. Same type, same shape. */
export function rowMajor<T extends NpyData>(data: T, shape: readonly number[]): T {
  const result = data.slice() as T;
  const strides = columnMajorStrides(shape);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from];
    // Count the index up from its last digit, carrying leftwards, and keep `from` in step.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}

function columnMajorStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  return strides;
}
