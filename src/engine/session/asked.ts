// What a request of the page asks of the engine: images, rows, options, and whether it comes in parts. Pure but for the plan.
import type { Images, Network, PlanDescription } from '../index.ts';
import { EngineFault, toEngineError } from '../engineError.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { volume } from '../layers/window.ts';
import type { ExploreRequest } from '../protocol.ts';
import type { Asked, EngineHandle } from './engineHandle.ts';
import { checkIndex } from './input.ts';
import type { Snapshot } from './snapshots.ts';

export const DEFAULT_BUDGET = 256e6;
const BATCH = 8;

export interface Question {
  readonly network: Network;
  /** Of the network's images, the chosen one first. */
  readonly indices: readonly number[];
  readonly images: Images;
  /** In words what batch statistics are taken over; null in inference mode. */
  readonly note: string | null;
  readonly asked: Asked;
  readonly plan: PlanDescription;
}

/** @throws EngineFault when image, layer or parameters do not exist. */
export async function questionOf(request: ExploreRequest, snapshot: Pick<Snapshot, 'input' | 'network'>, engine: EngineHandle): Promise<Question> {
  const { of, wrt, batchNorm = 'inference', budget = DEFAULT_BUDGET } = request;
  checkIndex(snapshot.input, request.digit);
  if (!(budget >= 1e6)) throw new EngineFault('budget', `budget: ${budget} bytes is too small; give at least 1 000 000`);
  const network = await snapshot.network();
  const { indices, note } = imagesOf(request, snapshot);
  try {
    const rows = { start: 0, count: volume(sitesOf(network, 1, of).at(-1)!.output) };
    const asked: Asked = { of, wrt, batchNorm, budget, rows };
    return { network, indices, images: snapshot.input.images(indices), note, asked, plan: await engine.plan(network, indices.length, asked) };
  } catch (error) {
    throw new EngineFault('question', toEngineError(error).message);
  }
}

function imagesOf({ digit, batchNorm, images = BATCH }: ExploreRequest, { input }: Pick<Snapshot, 'input'>): { indices: readonly number[]; note: string | null } {
  if (batchNorm !== 'batch') return { indices: [digit], note: null };
  if (!Number.isInteger(images) || images < 1 || images > 512) throw new EngineFault('images', `images: ${images} cannot be taken together; give 1 to 512`);
  const { indices, what } = input.batch(digit, images);
  return { indices, note: batchNote(indices.length, what) };
}

function batchNote(count: number, what: string): string {
  if (count === 1) return 'Batch statistics over this image alone.';
  return `Batch statistics over ${count} images: this one and ${count === 2 ? 'another' : `${count - 1} more`} of the ${what}.`;
}
