// An array on its way into a file: its shape is known before its numbers are. Types and small ones. Pure.

export type ElementType = 'float32' | 'float64' | 'int32' | 'uint8' | 'char';

export type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

export const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = { float32: 4, float64: 8, int32: 4, uint8: 1, char: 2 };

/** Numbers come in the order of the file: row-major for NumPy, column-major for MATLAB. */
export interface FileArray {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly chunks: () => AsyncIterable<Numbers>;
}

export const countOf = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);

/** An array that is in memory already. */
export function whole(name: string, type: ElementType, shape: readonly number[], numbers: Numbers): FileArray {
  return {
    name, type, shape,
    async *chunks() {
      yield numbers;
    },
  };
}

/** The bytes of a view, little-endian as every platform of today has them. */
export function bytesOf(numbers: Numbers | Uint16Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
