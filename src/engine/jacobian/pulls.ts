// The two ways to fill rows on a device, cotangents pulled down or levels made upwards, as jobs in order.
import type { Dispatch } from '../gpu/compute.ts';
import type { Job } from '../gpu/runner.ts';
import type { DeviceContext, DeviceTape } from '../layers/layer.ts';
import { volume } from '../layers/window.ts';
import { type Chain, heldNumbers } from './chain.ts';
import { chainDispatches } from './chainDispatches.ts';
import type { Slab } from './deviceRows.ts';
import type { Plan } from './plan.ts';
import { pullDispatches } from './pullDispatches.ts';

/** Rows in flight at once: what the cotangent buffers may hold within the budget and one binding. */
export function rowsPerChunk(plan: Pick<Plan, 'method' | 'largestWindow' | 'cotangents' | 'rows'>, budget: number, binding: number): number {
  if (plan.method === 'loop') return 1;
  const bytes = Math.min(budget / Math.max(2, plan.cotangents), binding);
  return Math.max(1, Math.min(plan.rows, Math.floor(bytes / (4 * plan.largestWindow))));
}

/** Rows of a compact buffer, at most what one binding holds. */
export function rowsPerSlab(plan: Pick<Plan, 'rowWidth' | 'rows'>, binding: number): number {
  return Math.max(1, Math.min(plan.rows, Math.floor(binding / (4 * plan.rowWidth))));
}

export interface Pulls {
  /** Once, for all images. */
  readonly before: readonly Dispatch[];
  /** For each group of images before its rows. */
  readonly levels: readonly Dispatch[];
  readonly groupImages: number;
  /** For each chunk of rows of a slab. */
  readonly rows: readonly (readonly Dispatch[])[];
  readonly chunkRows: number;
}

export interface Setting {
  readonly plan: Plan;
  readonly images: number;
  readonly context: DeviceContext;
  readonly slabs: readonly Slab[];
  /** Bytes that intermediate results may take, and that one buffer may. */
  readonly budget: number;
  readonly binding: number;
}

/** Rows pulled down through cotangent buffers that take turns. */
function windowPulls({ plan, images, context, slabs, budget, binding }: Setting, tapes: readonly DeviceTape[]): Pulls {
  const chunkRows = rowsPerChunk(plan, budget, binding);
  const numbers = chunkRows * plan.largestWindow;
  const cotangents = Array.from({ length: plan.cotangents }, () => context.scratch(numbers, 'cotangents'));
  const rows = slabs.map((slab) => pullDispatches(plan, context, tapes, cotangents, slab.buffer));
  return { before: [], levels: [], groupImages: images, rows, chunkRows };
}

/** Images whose lower levels are held at a time. */
export function imagesPerGroup(chain: Chain, images: number, budget: number, binding: number): number {
  if (chain.coupled) return images;
  const largest = 4 * Math.max(...heldNumbers(chain.stages));
  return Math.max(1, Math.min(images, Math.floor(budget / 2 / chain.levelBytes), Math.floor(binding / largest)));
}

/** Levels made upwards. */
function chainPulls(chain: Chain, { plan, images, context, slabs, budget, binding }: Setting, tapes: readonly DeviceTape[]): Pulls {
  const groupImages = imagesPerGroup(chain, images, budget, binding);
  const { folds, levels, rows } = chainDispatches(chain, plan.sites, tapes, context, images, groupImages, plan);
  return { before: folds, levels, groupImages, rows: slabs.map(({ buffer }) => rows(buffer)), chunkRows: plan.rows };
}

export function pullsOf(setting: Setting, tapes: readonly DeviceTape[]): Pulls {
  const { chain } = setting.plan;
  return chain ? chainPulls(chain, setting, tapes) : windowPulls(setting, tapes);
}

/** Every job in order: the forward pass, then by groups of images their levels and the rows of each slab. */
export function* jobsOf(plan: Plan, images: number, forward: readonly Dispatch[], pulls: Pulls, slabs: readonly Slab[]): Generator<Job> {
  yield { dispatches: [...forward, ...pulls.before], chunk: { first: 0, count: images, slab: 0 } };
  const perImage = volume(plan.sites[plan.sites.length - 1].output);
  const end = plan.firstRow + plan.rows;
  const firstImage = plan.chain && !plan.chain.coupled ? Math.floor(plan.firstRow / perImage) : 0;
  for (let base = firstImage; base * perImage < end; base += pulls.groupImages) {
    const count = Math.min(pulls.groupImages, Math.ceil(end / perImage) - base);
    if (pulls.levels.length > 0) yield { dispatches: pulls.levels, chunk: { first: base, count: plan.chain?.coupled ? images : count, slab: base, base } };
    for (const [s, slab] of slabs.entries()) {
      const low = Math.max(plan.firstRow + slab.first, base * perImage);
      const high = Math.min(plan.firstRow + slab.first + slab.count, (base + pulls.groupImages) * perImage);
      for (let first = low; first < high; first += pulls.chunkRows)
        yield { dispatches: pulls.rows[s], chunk: { first, count: Math.min(pulls.chunkRows, high - first), slab: plan.firstRow + slab.first, base }, rows: true };
    }
  }
}
