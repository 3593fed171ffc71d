// What an export takes: a Jacobian in parts, however it was made. Types only; the engine's own streams fit.
import type { BlockInfo } from '../protocol.ts';
import type { ElementType } from './fileArray.ts';

export type Floats = Float32Array | Float64Array;
export type ExportFormat = 'npz' | 'mat';
export type ExportLayout = 'dense' | 'blocks' | 'parameters';

export interface ExportedJacobian {
  readonly columns: number;
  toHost(): Promise<ExportedJacobian>;
  dense(): Promise<{ read(): Promise<Floats> }>;
  /** As `CompactBlock` of the engine. */
  compact(parameter: string): Promise<{ readonly values: Floats; readonly width: number; readonly columns: Int32Array }>;
}

/** May be gone through more than once. */
export interface ExportedStream extends AsyncIterable<{ readonly firstRow: number; readonly rows: number; readonly jacobian: ExportedJacobian }> {
  readonly rows: number;
  readonly columns: number;
  /** [N, H, W, C] of the layer, all rows. */
  readonly outputShape: readonly [number, number, number, number];
  /** Number of the stream's first row among all. */
  readonly firstRow: number;
  readonly blocks: readonly BlockInfo[];
  /** Parts that it comes in, and bytes of the largest one's blocks. */
  readonly parts: number;
  readonly partBytes: number;
}

export interface ExportSource {
  readonly stream: ExportedStream;
  /** Of J's numbers: float32 from a device, float64 from the reference. */
  readonly type: Extract<ElementType, 'float32' | 'float64'>;
  /** Outputs of the layer for the stream's rows. */
  readonly h: Floats;
  readonly input: { readonly data: Floats; readonly shape: readonly number[] };
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly values: Floats }[];
  /** The map [H, W, C] that a dense kernel's inputs were flattened from; null for other parameters. */
  readonly flattened: (parameter: string) => readonly number[] | null;
  /** Written as JSON: layer, method, statistics, versions. */
  readonly about: Readonly<Record<string, unknown>>;
}
