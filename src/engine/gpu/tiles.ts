// How much one thread makes, into how many stripes long sums go, and how a device is asked: the one place where a software adapter and a GPU differ.
import { isSoftwareDevice } from './adapterWords.ts';

export interface Tiles {
  /** Output channels of one thread at most, in groups of four threads' own. */
  readonly channels: number;
  /** Sums that one thread carries at most. */
  readonly sums: number;
  /** A product with few columns is turned: threads side by side make rows, whose numbers lie apart. */
  readonly turns: boolean;
  /** Numbers that one thread adds up at most, where a sum has two stages. */
  readonly length: number;
  /** Threads that keep the adapter busy. */
  readonly threads: number;
  /** Threads that run side by side: what several of them find out for themselves costs no more than if one did. */
  readonly abreast: number;
  /** Threads that a kernel is cut into if it can be, each making less: a GPU with fewer waits; a processor would only read more. */
  readonly fill: number;
  /** Threads side by side write side by side at little cost: a dense matrix is written whole, zeros too, and not cleared and filled in. */
  readonly coalesces: boolean;
  /** Worth asking, again and again, whether it is done: a browser looks late by itself, and a GPU does not work slower for it. */
  readonly asked: boolean;
  /** Threads of a workgroup. */
  readonly workgroup: number;
  /** Four threads side by side hand one another what all of them need, so that each reads a quarter of it. */
  readonly quads: boolean;
}

/** Two cores want few loads for each product, in whatever order; a GPU wants many threads, and loads side by side. */
export const SOFTWARE_TILES: Tiles = { channels: 5, sums: 60, turns: true, length: 256, threads: 4_096, abreast: 16, fill: 1, coalesces: false, asked: false, workgroup: 16, quads: false };
export const GPU_TILES: Tiles = { channels: 2, sums: 16, turns: false, length: 64, threads: 65_536, abreast: 16_384, fill: 32_768, coalesces: true, asked: !('process' in globalThis), workgroup: 64, quads: false };

/** The tiles for a device: a software adapter reads one number as slowly as a GPU reads a line of them, so there quads share. */
export function tilesOf(device: GPUDevice): Tiles {
  const taken = instead.get(device);
  if (taken) return taken;
  return isSoftwareDevice(device) ? { ...SOFTWARE_TILES, quads: device.features.has(SUBGROUPS) } : GPU_TILES;
}

const instead = new WeakMap<GPUDevice, Tiles>();

/** From now on `device` is given the tiles of another, for tests: before anything is compiled for it. */
export function giveTiles(device: GPUDevice, tiles: Tiles): void {
  instead.set(device, tiles);
}

const SUBGROUPS = 'subgroups' as GPUFeatureName;

/** What the kernels can use of an adapter beyond WebGPU's core, for `requestDevice`. */
export function usefulFeatures({ features }: GPUAdapter): GPUFeatureName[] {
  return features.has(SUBGROUPS) ? [SUBGROUPS] : [];
}

/** Ahead of a kernel whose threads hand numbers to one another, which those of a quad do that go the same way. */
const SHARING = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';

/**
 * How the numbers that every thread of a quad needs are read, for expand.ts: `needed`, by name, each by all threads (j), or four at
 * a time (s), one by each thread, and handed on (l). With the head of the kernel that does so.
 */
export function readBy(needed: readonly number[], { quads }: Pick<Tiles, 'quads'>) {
  if (!quads) return { head: '', scope: { j: needed, s: [], l: [] } };
  return { head: SHARING, scope: { j: [], s: upTo(Math.ceil((Math.max(...needed) + 1) / 4)), l: upTo(4) } };
}

/** 0 … count − 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k);
}

/** Groups of four channels for a thread: as few as possible made in vain, then as many as possible together. */
export function channelTile(channels: number, most: number): number {
  const groups = Math.ceil(channels / 4);
  let best = 1;
  for (let tile = 2; tile <= most; tile++) if (Math.ceil(groups / tile) * tile <= Math.ceil(groups / best) * best) best = tile;
  return best;
}

/** Positions for a thread: a line in equal parts, as nearly as possible. */
export function positionTile(line: number, most: number): number {
  return Math.ceil(line / Math.ceil(line / most));
}

/** Stripes of a sum over `depth`, of which `threadsEach` threads make one: none longer than `length`, and enough of them. */
export function stripesOf(depth: number, threadsEach: number, { length, threads }: Tiles): number {
  return Math.max(1, Math.min(Math.ceil(depth / 16), Math.max(Math.ceil(depth / length), Math.ceil(threads / threadsEach))));
}
