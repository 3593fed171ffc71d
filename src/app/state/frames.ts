// Large arrays from the worker, by key, outside the store. It keeps what is on show and a little more.
import type { Column, Exploration, Filters, Row, Unit } from '../../engine/protocol.ts';

export interface FrameKinds {
  exploration: Exploration;
  row: Row;
  column: Column;
  norms: Float32Array;
  filters: Filters;
  pixels: Uint8Array;
}

export interface Frames {
  get<K extends keyof FrameKinds>(kind: K, key: string | null): FrameKinds[K] | null;
  put<K extends keyof FrameKinds>(kind: K, key: string, frame: FrameKinds[K]): string;
  clear(): void;
}

/** How many of each kind are kept; the oldest go first. A row is 2 kB, a column or an exploration's arrays 46 kB each. */
const kept: Record<keyof FrameKinds, number> = { exploration: 4, row: 64, column: 32, norms: 12, filters: 2, pixels: 4 };

export function createFrames(): Frames {
  const shelves = new Map<keyof FrameKinds, Map<string, unknown>>();
  const shelf = (kind: keyof FrameKinds) => {
    const found = shelves.get(kind) ?? new Map<string, unknown>();
    shelves.set(kind, found);
    return found;
  };
  return {
    get: <K extends keyof FrameKinds>(kind: K, key: string | null) =>
      key === null ? null : ((shelf(kind).get(key) as FrameKinds[K] | undefined) ?? null),
    put(kind, key, frame) {
      const frames = shelf(kind);
      frames.delete(key);
      frames.set(key, frame);
      if (frames.size > kept[kind]) frames.delete(frames.keys().next().value!);
      return key;
    },
    clear: () => shelves.clear(),
  };
}

export const rowKey = (exploration: number, { i, j, c }: Unit) => `${exploration}:${i},${j},${c}`;
export const columnKey = (exploration: number, index: number) => `${exploration}:${index}`;
export const normsKey = (exploration: number, parameter: string) => `${exploration}:${parameter}`;
