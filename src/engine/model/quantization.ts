// Weights that TensorFlow.js's converter has made smaller: bytes, 16-bit whole numbers or 16-bit floats in float32's place.
// Format: tfjs-core, io/types.ts, WeightsManifestEntry.

/** A number is q·scale + min, or the 16-bit float itself. */
export type Quantization = { readonly dtype: 'uint8' | 'uint16'; readonly scale: number; readonly min: number } | { readonly dtype: 'float16' };

/** @throws when it is none of the three. */
export function quantizationOf(name: string, stored: unknown): Quantization | null {
  if (stored === undefined || stored === null) return null;
  const { dtype, scale, min } = stored as Record<string, unknown>;
  if (dtype === 'float16') return { dtype };
  if (dtype !== 'uint8' && dtype !== 'uint16') throw new Error(`quantization of ${name}: ${String(dtype)} is not supported; use float16, uint16, uint8 or none`);
  if (typeof scale !== 'number' || typeof min !== 'number') throw new Error(`quantization of ${name}: scale ${String(scale)} and min ${String(min)} are not two numbers; save the model again`);
  return { dtype, scale, min };
}

export function bytesPerNumber(quantization: Quantization | null): number {
  return quantization === null ? 4 : quantization.dtype === 'uint8' ? 1 : 2;
}

/** `bytes` are little-endian; they need not be aligned. */
export function dequantized(bytes: Uint8Array, quantization: Quantization | null): Float32Array {
  if (quantization?.dtype === 'uint8') return Float32Array.from(bytes, (q) => q * quantization.scale + quantization.min);
  const { buffer } = bytes.slice();
  if (quantization === null) return new Float32Array(buffer);
  const words = new Uint16Array(buffer);
  return quantization.dtype === 'float16' ? Float32Array.from(words, float16) : Float32Array.from(words, (q) => q * quantization.scale + quantization.min);
}

/** IEEE 754 binary16: one bit of sign, five of exponent, ten of mantissa. */
function float16(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >> 10) & 0x1f;
  const mantissa = (word & 0x3ff) / 1024;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? mantissa * 2 ** -14 : (1 + mantissa) * 2 ** (exponent - 15));
}
