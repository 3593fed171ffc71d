// Whole jobs by every method: the reference problem (11 520 × 560) of 1, 16 and 64 digits, the three-block network of 1 and 8, a
// perceptron, each beside a clear, a copy and a plain fill of the same bytes.
import { jacobian, type JacobianOptions } from '../src/engine/index.ts';
import { oracleProblem } from '../src/engine/testing/oracleTable.ts';
import { measure, type Timing } from './measure.ts';

type Problem = Awaited<ReturnType<typeof oracleProblem>>;

interface Case {
  readonly title: string;
  readonly problem: Problem;
  readonly of: string;
  readonly runs: number;
  /** Rows that the slow methods are measured on. */
  readonly sample: { readonly batched: number; readonly loop: number } | null;
}

export interface CaseResult {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  readonly timings: readonly Timing[];
}

/** The same image N times, each a little brighter than the one before: no two rows are alike. */
function repeated({ images, ...problem }: Problem, N: number): Problem {
  const [, H, W, C] = images.shape;
  const size = H * W * C;
  const data = Float32Array.from({ length: N * size }, (_, k) => images.data[k % size] + 0.01 * Math.floor(k / size));
  return { ...problem, images: { data, shape: [N, H, W, C] } };
}

/** 784 → 64 → 32 → 10, batch norms between, every number of it drawn from one sine. */
function perceptron(images: Problem['images']): Pick<Problem, 'network' | 'images'> {
  const parameter = (name: string, shape: number[], scale: number, shift = 0) => ({
    name, shape, values: Float32Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, k) => shift + scale * Math.sin(12.9898 * (k + name.length))),
  });
  const dense = (name: string, inputs: number, units: number) => ({
    kind: 'dense' as const, name, trainable: true, kernel: parameter(`${name}/kernel`, [inputs, units], 1 / Math.sqrt(inputs)), bias: parameter(`${name}/bias`, [units], 0.1),
  });
  const relu = (name: string) => ({ kind: 'activation' as const, function: 'relu' as const, name, trainable: true });
  return {
    images,
    network: {
      inputShape: [28, 28, 1],
      layers: [{ kind: 'flatten', name: 'flatten', trainable: true }, dense('fc1', 784, 64), relu('relu1'), dense('fc2', 64, 32), relu('relu2'), dense('fc3', 32, 10), { kind: 'softmax', name: 'softmax', trainable: true }],
    },
  };
}

/** Computes, waits for the device, and lets go. */
async function once({ problem: { network, images }, of }: Case, device: GPUDevice | null, options: Omit<JacobianOptions, 'of'>, dense = false): Promise<{ rows: number; columns: number }> {
  const J = await jacobian(network, images, { of, device, ...options, dense });
  if (dense) (await J.dense()).dispose();
  J.dispose();
  return { rows: J.rows, columns: J.columns };
}

/** A method that is too slow for many whole runs: a sample of rows, scaled to all of them. */
async function sampled(what: Case, device: GPUDevice, method: 'batched' | 'loop', count: number, rows: number): Promise<Timing> {
  const start = Math.floor((rows - count) / 2);
  const timing = await measure(method, 3, async () => void (await once(what, device, { method, rows: { start, count } })), { warm: 1 });
  const scale = rows / count;
  return { ...timing, least: timing.least * scale, median: timing.median * scale, note: count < rows ? `${count} rows measured, scaled to ${rows}` : undefined };
}

const FILL = /* wgsl */ `
  @group(0) @binding(0) var<storage, read_write> x: array<f32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
    let at = id.y * groups.x * 64u + id.x;
    if (at < arrayLength(&x)) { x[at] = 1.0; }
  }`;

/** A kernel that writes every float of a buffer, one thread each. */
function filler(device: GPUDevice, buffer: GPUBuffer): (encoder: GPUCommandEncoder) => void {
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code: FILL }) } });
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer } }] });
  const groups = Math.ceil(buffer.size / 4 / 64);
  return (encoder) => {
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.min(groups, 65535), Math.ceil(groups / 65535));
    pass.end();
  };
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
    await measure(`fill kernel over ${megabytes} MB`, 5, () => submit(filler(device, a)), { warm: 1 }),
  ];
  a.destroy();
  b.destroy();
  return timings;
}

async function benchCase(what: Case, device: GPUDevice): Promise<CaseResult> {
  const { problem, of, runs, sample } = what;
  const began = performance.now();
  const { rows, columns } = await once(what, device, {});
  const first = performance.now() - began;
  const J = await jacobian(problem.network, problem.images, { of, device });
  const { bytes, denseBytes } = J.summary;
  J.dispose();
  const timings = [
    { name: 'structured, first call (pipelines compile)', least: first, median: first, runs: 1 },
    await measure('structured, compact', runs, async () => void (await once(what, device, { method: 'structured' }))),
    ...(denseBytes <= device.limits.maxBufferSize && denseBytes < 400e6 ? [await measure('structured, dense', runs, async () => void (await once(what, device, { method: 'structured' }, true)))] : []),
    ...(sample ? [await sampled(what, device, 'batched', Math.min(rows, sample.batched), rows), await sampled(what, device, 'loop', Math.min(rows, sample.loop), rows)] : []),
    ...(sample ? [await measure('CPU reference (float64), structured', 5, async () => void (await once(what, null, { method: 'structured' })), { warm: 1 })] : []),
    ...(await buffers(device, bytes)),
    ...(denseBytes < 400e6 && denseBytes > bytes ? await buffers(device, denseBytes) : []),
  ];
  return { title: what.title, rows, columns, timings };
}

export async function benchJacobian(device: GPUDevice): Promise<CaseResult[]> {
  const seed = await oracleProblem('seed-relu1');
  const deep = await oracleProblem('deep-relu3');
  const cases: Case[] = [
    { title: 'reference network, relu1, 1 image', problem: seed, of: 'relu1', runs: 25, sample: { batched: 512, loop: 64 } },
    { title: 'reference network, relu1, 16 images', problem: repeated(seed, 16), of: 'relu1', runs: 9, sample: null },
    { title: 'reference network, relu1, 64 images', problem: repeated(seed, 64), of: 'relu1', runs: 9, sample: null },
    { title: 'three blocks, relu3, 1 image', problem: deep, of: 'relu3', runs: 15, sample: { batched: 256, loop: 32 } },
    { title: 'three blocks, relu3, 8 images', problem: repeated(deep, 8), of: 'relu3', runs: 9, sample: null },
    { title: 'perceptron 784-64-32-10, softmax, 1 image', problem: { ...seed, ...perceptron(seed.images) }, of: 'softmax', runs: 25, sample: { batched: 10, loop: 10 } },
  ];
  const results: CaseResult[] = [];
  for (const what of cases) results.push(await benchCase(what, device));
  return results;
}
