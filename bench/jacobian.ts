// The reference problem, ∂relu1/∂θ of one digit: 11 520 × 560, by every method, beside a clear and a copy of the same bytes.
import { jacobian, type JacobianOptions } from '../src/engine/index.ts';
import { oracleProblem } from '../src/engine/testing/oracleTable.ts';
import { measure, type Timing } from './measure.ts';

type Problem = Awaited<ReturnType<typeof oracleProblem>>;

/** Computes, waits for the device, and lets go. */
async function once({ network, images }: Problem, device: GPUDevice | null, options: Omit<JacobianOptions, 'of'>, dense = false): Promise<number> {
  const J = await jacobian(network, images, { of: 'relu1', device, ...options, dense });
  if (dense) (await J.dense()).dispose();
  J.dispose();
  return J.rows;
}

/** A method that is too slow for many whole runs: a sample of rows, scaled to all of them. */
async function sampled(name: string, problem: Problem, device: GPUDevice, method: 'batched' | 'loop', count: number): Promise<Timing> {
  const rows = { start: 5000, count };
  const timing = await measure(name, 3, async () => void (await once(problem, device, { method, rows })), { warm: 1 });
  const scale = 11520 / count;
  return { ...timing, least: timing.least * scale, median: timing.median * scale, note: `${count} rows measured, scaled to 11 520` };
}

/** Clear and scatter of a Jacobian that is there already. */
async function denseAlone({ network, images }: Problem, device: GPUDevice): Promise<Timing> {
  const J = await jacobian(network, images, { of: 'relu1', device });
  const timing = await measure('of which clear and scatter', 25, async () => (await J.dense()).dispose());
  J.dispose();
  return timing;
}

async function buffers(device: GPUDevice, bytes: number): Promise<Timing[]> {
  const make = () => device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC });
  const [a, b] = [make(), make()];
  const submit = async (record: (encoder: GPUCommandEncoder) => void) => {
    const encoder = device.createCommandEncoder();
    record(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  const megabytes = (bytes / 1e6).toFixed(1);
  const timings = [
    await measure(`clear of ${megabytes} MB`, 25, () => submit((encoder) => encoder.clearBuffer(a))),
    await measure(`copy of ${megabytes} MB`, 25, () => submit((encoder) => encoder.copyBufferToBuffer(a, 0, b, 0, bytes))),
  ];
  a.destroy();
  b.destroy();
  return timings;
}

export async function benchJacobian(device: GPUDevice): Promise<Timing[]> {
  const problem = await oracleProblem('seed-relu1');
  const began = performance.now();
  await once(problem, device, {}, true);
  const first = performance.now() - began;
  return [
    { name: 'structured, first call (pipelines compile)', least: first, median: first, runs: 1 },
    await measure('structured, compact 11 520 × 28', 25, async () => void (await once(problem, device, { method: 'structured' }))),
    await measure('structured, dense 11 520 × 560', 25, async () => void (await once(problem, device, { method: 'structured' }, true))),
    await denseAlone(problem, device),
    await sampled('batched', problem, device, 'batched', 512),
    await sampled('loop', problem, device, 'loop', 64),
    await measure('CPU reference (float64), structured', 5, async () => void (await once(problem, null, { method: 'structured' })), { warm: 1 }),
    ...(await buffers(device, 11520 * 560 * 4)),
    ...(await buffers(device, 11520 * 28 * 4)),
  ];
}
