// The sensitivities of a layer over many images: sums made on the device, image by image let go. What has been summed stays, so that a
// question that was stopped goes on where it was, and another may look at the means meanwhile.
import { EngineFault } from '../../engineError.ts';
import { emptyUnitSums, type UnitSums } from '../../jacobian/unitSums.ts';
import type { ManyImages, ManyImagesRequest, OneImageRequest, Sensitivity } from '../../protocol.ts';
import { DEFAULT_BUDGET, questionOf } from '../asked.ts';
import type { Asked, EngineHandle } from '../engineHandle.ts';
import { partsOf } from '../rows.ts';
import type { Snapshot } from '../snapshots.ts';
import type { Desk } from './desk.ts';
import { imagesIn } from './imageSet.ts';

/** Sets that are remembered. */
const KEPT = 8;
/** Images whose statistics batch norms take together in batch mode. */
const BATCH = 8;
/** What goes through the device at a time: bytes of blocks, and images. */
const PART_BYTES = 48e6;
const MOST_TOGETHER = 32;

interface Study {
  readonly revision: number;
  readonly sums: UnitSums;
  readonly asked: Asked;
  /** Images of the set, how many of them go through the device at a time, and how many are in the sums. */
  readonly indices: readonly number[];
  readonly together: number;
  images: number;
  milliseconds: number;
}

/** The newest last. */
const studies = new WeakMap<EngineHandle, Map<string, Study>>();

function shelf(engine: EngineHandle): Map<string, Study> {
  const found = studies.get(engine) ?? new Map<string, Study>();
  studies.set(engine, found);
  return found;
}

export async function manyImages(request: ManyImagesRequest, desk: Desk): Promise<ManyImages> {
  const found = shelf(desk.engine).get(JSON.stringify(request));
  if (found && found.images === found.indices.length) return answerOf(found);
  const snapshot = desk.snapshot();
  try {
    // Half of it may have been summed with weights that are gone.
    const study = found?.revision === snapshot.revision ? found : await begin(request, snapshot, desk);
    await goOn(study, snapshot, desk);
    return answerOf(study);
  } finally {
    snapshot.release();
  }
}

/** The means as far as they are; null where the question has not begun. */
export async function manyImagesSoFar(request: ManyImagesRequest, { engine }: Desk): Promise<ManyImages | null> {
  const study = shelf(engine).get(JSON.stringify(request));
  return study && study.images > 0 ? answerOf(study) : null;
}

/** The same of the one image on show, whose Jacobian is here. */
export async function oneImage({ explorationId }: OneImageRequest, desk: Desk): Promise<Sensitivity> {
  const { rows, exploration } = desk.explored(explorationId).parts;
  const columns = exploration.wrt === 'input' ? rows.columns / exploration.images.indices.length : rows.columns;
  const sums = emptyUnitSums(exploration.rowNorms.length, columns);
  for await (const { jacobian } of partsOf(rows, desk.listening)) addFolded(sums, await jacobian.sumsByUnit());
  return meansOf(sums, 1);
}

async function begin(request: ManyImagesRequest, snapshot: Snapshot, desk: Desk): Promise<Study> {
  const { of, wrt, batchNorm, set, count } = request;
  if (!(Number.isInteger(count) && count > 0)) throw new EngineFault('images', `images: ${count} of them are none to look at; give a positive whole number`);
  const found = await imagesIn(set, count, snapshot, () => desk.predictions(), desk.listening);
  const batches = batchNorm === 'batch' && found.length > BATCH;
  const indices = batches ? found.slice(0, found.length - (found.length % BATCH)) : found;
  // Checked as one image's question is; its columns are those of one image.
  const { plan } = await questionOf({ digit: indices[0], of, ...(wrt ? { wrt } : {}), batchNorm, images: 1 }, snapshot, desk.engine);
  const together = batchNorm === 'batch' ? Math.min(BATCH, indices.length) : desk.engine.device ? Math.max(1, Math.min(MOST_TOGETHER, Math.floor(PART_BYTES / plan.bytes))) : 1;
  const sums = emptyUnitSums(plan.rows, plan.columns);
  const study: Study = { revision: snapshot.revision, sums, asked: { of, wrt, batchNorm, budget: DEFAULT_BUDGET }, indices, together, images: 0, milliseconds: 0 };
  const known = shelf(desk.engine);
  known.delete(JSON.stringify(request));
  known.set(JSON.stringify(request), study);
  if (known.size > KEPT) known.delete(known.keys().next().value!);
  return study;
}

async function goOn(study: Study, snapshot: Snapshot, { engine, listening: { signal, onProgress } }: Desk): Promise<void> {
  const network = await snapshot.network();
  const { indices, sums, asked, together } = study;
  while (study.images < indices.length) {
    const began = performance.now();
    const wanted = indices.slice(study.images, study.images + together);
    // Put with the others when it is whole, so that a stop in the middle of it leaves means of whole images.
    const part = emptyUnitSums(sums.unitMagnitudes.length, sums.columnMagnitudes.length);
    for await (const { jacobian } of await engine.stream(network, snapshot.input.images(wanted), { ...asked, signal })) {
      signal.throwIfAborted();
      addFolded(part, await jacobian.sumsByUnit());
    }
    addFolded(sums, part);
    study.images += wanted.length;
    study.milliseconds += performance.now() - began;
    onProgress(study.images, indices.length, (study.milliseconds / 1000 / study.images) * (indices.length - study.images));
    // The processor by itself would let no message through.
    if (!engine.device) await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
}

/** Columns of several images' inputs fall onto those of one. */
function addFolded(to: UnitSums, from: UnitSums): void {
  from.unitMagnitudes.forEach((value, unit) => (to.unitMagnitudes[unit] += value));
  from.unitSquares.forEach((value, unit) => (to.unitSquares[unit] += value));
  const { length } = to.columnMagnitudes;
  from.columnMagnitudes.forEach((value, p) => (to.columnMagnitudes[p % length] += value));
}

function meansOf({ unitMagnitudes, unitSquares, columnMagnitudes }: UnitSums, images: number): Sensitivity {
  const mean = (sums: Float64Array, over: number) => Float32Array.from(sums, (sum) => sum / over);
  return {
    units: mean(unitMagnitudes, images * columnMagnitudes.length),
    columns: mean(columnMagnitudes, images * unitMagnitudes.length),
    unitNorms: mean(unitSquares, images).map(Math.sqrt),
  };
}

function answerOf({ revision, sums, indices, images, milliseconds, asked, together }: Study): ManyImages {
  const zeros = (values: Float64Array) => values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  return {
    ...meansOf(sums, images), revision, images, total: indices.length, deadUnits: zeros(sums.unitMagnitudes), unfelt: zeros(sums.columnMagnitudes),
    seconds: milliseconds / 1000, batch: asked.batchNorm === 'batch' ? together : null,
  };
}
