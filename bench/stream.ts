// A Jacobian larger than its budget: 500 images of the reference network, streamed, and statistics over it.
import { jacobianStatistics, jacobianStream } from '../src/engine/index.ts';
import { mostDeviceMemory } from '../src/engine/gpu/arena.ts';
import { type Case, reference } from './cases.ts';
import { checkRows, spreadRows } from './check.ts';

const IMAGES = 500;
const BUDGET = 256e6;

export interface StreamResult {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  readonly parts: number;
  /** Of all blocks, of the budget, and the most that the engine held on the device. */
  readonly bytes: { readonly blocks: number; readonly dense: number; readonly budget: number; readonly peak: number };
  /** Milliseconds from the call: a row of the first part, compiling included and not, all parts one after another, statistics over all. */
  readonly cold: number;
  readonly firstRow: number;
  readonly whole: number;
  readonly statistics: number;
}

/** Goes through all parts; tells when the first row could be read and when all had been there. */
async function through(what: Case, device: GPUDevice, parts = Infinity): Promise<{ first: number; whole: number; bytes: number }> {
  const { network, images } = what.problem;
  const began = performance.now();
  let [first, count, bytes] = [0, 0, 0];
  for await (const { jacobian } of await jacobianStream(network, images, { of: what.of, device, budget: BUDGET })) {
    if (count++ === 0) {
      await jacobian.row(0);
      first = performance.now() - began;
    }
    bytes += jacobian.summary.bytes;
    if (count === parts) break;
  }
  return { first, whole: performance.now() - began, bytes };
}

/** Rows of the first, a middle and the last part against the float64 reference. */
async function checkParts(what: Case, device: GPUDevice): Promise<void> {
  const { network, images } = what.problem;
  const stream = await jacobianStream(network, images, { of: what.of, device, budget: BUDGET });
  let part = 0;
  for await (const { firstRow, rows, jacobian } of stream) {
    if (part === 0 || part === stream.parts >> 1 || part === stream.parts - 1) {
      await checkRows(what, `part ${part}`, spreadRows(firstRow, rows), (r) => jacobian.row(r - firstRow));
    }
    part += 1;
  }
}

/** In a page where nothing has been compiled. @throws when a part is wrong or the budget was not kept. */
export async function benchStream(device: GPUDevice): Promise<StreamResult> {
  const title = `reference network, relu1, ${IMAGES} images, streamed within ${BUDGET / 1e6} MB`;
  const what: Case = { title, problem: await reference(IMAGES), of: 'relu1', runs: 1, sample: null };
  const { network, images } = what.problem;
  const { first: cold } = await through(what, device, 1);
  await checkParts(what, device);
  mostDeviceMemory(device);
  const { first, whole, bytes } = await through(what, device);
  const began = performance.now();
  await jacobianStatistics(network, images, { of: what.of, device, budget: BUDGET });
  const statistics = performance.now() - began;
  const peak = mostDeviceMemory(device);
  if (peak > BUDGET) throw new Error(`${title}: ${peak} bytes were held; a broken budget is not measured`);
  const { rows, columns, parts } = await jacobianStream(network, images, { of: what.of, device, budget: BUDGET });
  return { title, rows, columns, parts, bytes: { blocks: bytes, dense: 4 * rows * columns, budget: BUDGET, peak }, cold, firstRow: first, whole, statistics };
}
