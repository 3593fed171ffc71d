// The engine without a page: a model and images in, a Jacobian as a file out.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readImages } from '../data/readImages.ts';
import { exportJacobian } from '../export/exportJacobian.ts';
import { describePlan } from '../jacobian/describePlan.ts';
import type { JacobianOptions } from '../jacobian/jacobian.ts';
import { planJacobian, sitesOf } from '../jacobian/plan.ts';
import { volume } from '../layers/window.ts';
import { networkFromTopology } from '../model/fromTopology.ts';
import type { Images, Network } from '../model/network.ts';
import { readModel } from '../model/readModel.ts';
import { exportSource } from '../session/exportSource.ts';
import { openDevice, type OpenedDevice } from './openDevice.ts';
import { progressLine } from './progressLine.ts';
import { type Command, HELP, parseCommand, UsageError } from './usage.ts';
import { writeWhole } from './writeWhole.ts';

const [DONE, USAGE, DATA, TEMPORARY, INTERRUPTED] = [0, 64, 65, 75, 130];

interface Job {
  readonly network: Network;
  readonly images: Images;
  readonly options: JacobianOptions;
}

async function readJob(command: Command, signal: AbortSignal): Promise<Job> {
  const folder = dirname(command.model);
  const { model, weights } = await readModel(await readFile(command.model, 'utf8'), async (path) => readFile(join(folder, path)));
  const network = networkFromTopology(model, weights);
  const images = await readImages(Uint8Array.from(await readFile(command.input)));
  const { of, wrt, batchNorm, method, budget } = command;
  return { network, images, options: { of, wrt, batchNorm, method, budget, signal, rows: rowsOf(command, network, images) } };
}

function rowsOf({ rows, of }: Command, network: Network, images: Images): JacobianOptions['rows'] {
  if (!rows) return undefined;
  const total = images.shape[0] * volume(sitesOf(network, 1, of).at(-1)!.output);
  const end = Math.min(rows.end, total);
  if (rows.first >= total) throw new Error(`rows: ${rows.first} is not among the ${total} rows; choose from 0 to ${total - 1}`);
  return { start: rows.first, count: end - rows.first };
}

async function deviceFor({ device }: Command): Promise<OpenedDevice | null> {
  const opened = device === 'cpu' ? null : await openDevice().catch((error: unknown) => {
    if (device === 'webgpu') throw error;
    return null;
  });
  if (!opened && device === 'webgpu') throw new UsageError('--device: webgpu, but no adapter was found; install a Vulkan, Metal or D3D12 driver, or use --device cpu');
  say(opened ? `on ${opened.name} (WebGPU, float32)` : `on the processor (float64)${device === 'auto' ? ', because no WebGPU adapter was found' : ''}`);
  return opened;
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

async function compute(command: Command, job: Job, opened: OpenedDevice | null): Promise<void> {
  const { network, images, options } = job;
  const device = opened?.device ?? null;
  const plan = describePlan(planJacobian(network, images.shape[0], options, device ? 'auto' : 'never'), { budget: options.budget, bytesPerNumber: device ? 4 : 8 });
  if (command.plan) return void process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
  say(plan.sentence);
  const source = await exportSource(network, images, options, device, { method: plan.method, device: opened?.name ?? 'cpu' });
  const onProgress = progressLine();
  const chunks = exportJacobian(source, { format: command.format, layout: command.layout, budget: options.budget && options.budget / 4, signal: options.signal, onProgress });
  const bytes = await writeWhole(command.out!, chunks);
  say(`${command.out}: ${bytes} bytes`);
}

/** What a failure means to a shell. */
function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return USAGE;
  if (error instanceof Error && error.name === 'AbortError') return INTERRUPTED;
  const words = error instanceof Error ? error.message : String(error);
  const { code } = error as { code?: string };
  if (code === 'ENOSPC' || code === 'ENOMEM' || error instanceof RangeError || /out of memory|was lost|device binds at most/.test(words)) return TEMPORARY;
  return DATA;
}

/** Runs the command and answers its exit code. */
export async function main(args: readonly string[], version: string): Promise<number> {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  let opened: OpenedDevice | null = null;
  try {
    const command = parseCommand(args);
    if (command === 'help' || command === 'version') {
      process.stdout.write(command === 'help' ? HELP : `${version}\n`);
      return DONE;
    }
    const job = await readJob(command, abort.signal);
    opened = await deviceFor(command);
    await Promise.race([compute(command, job, opened), opened?.lost ?? new Promise<never>(() => {})]);
    return DONE;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return exitCodeOf(error);
  } finally {
    opened?.close();
  }
}
