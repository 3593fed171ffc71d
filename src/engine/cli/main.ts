// The engine without a page: a model and images in, a Jacobian as a file out.
import { setTimeout as wait } from 'node:timers/promises';
import { exportJacobian } from '../export/exportJacobian.ts';
import { defaultBudget } from '../jacobian/budget.ts';
import { planned } from '../jacobian/compute.ts';
import { describePlan } from '../jacobian/describePlan.ts';
import type { JacobianOptions } from '../jacobian/jacobian.ts';
import { exportSource } from '../session/exportSource.ts';
import { DONE, exitCodeOf, UsageError } from './exitCode.ts';
import { HELP } from './help.ts';
import { interruption } from './interruption.ts';
import { openDevice, type OpenedDevice } from './openDevice.ts';
import { type Command, parseCommand } from './parseCommand.ts';
import { progressLine } from './progressLine.ts';
import { type Job, readJob } from './readJob.ts';
import { checkWritable, writeWhole } from './writeWhole.ts';

export interface Surroundings {
  readonly version: string;
  /** Vulkan drivers that work on the processor, for who insists on WebGPU without a GPU. */
  readonly softwareDrivers: readonly string[];
}

/** Runs the command and answers its exit code. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { signal, code } = interruption();
  let opened: OpenedDevice | null = null;
  try {
    const command = parseCommand(args);
    if (command === 'help' || command === 'version') {
      await print(command === 'help' ? HELP : `${surroundings.version}\n`);
      return DONE;
    }
    if (command.out !== null) await checkWritable(command.out);
    const job = await readJob(command, signal);
    opened = await deviceFor(command, surroundings.softwareDrivers);
    await Promise.race([compute(command, job, opened, surroundings.version, signal), ...(opened ? [opened.lost] : [])]);
    return DONE;
  } catch (thrown) {
    const error = signal.aborted ? signal.reason : await lossBehind(thrown, opened);
    say(error instanceof Error ? error.message : String(error));
    return code() ?? exitCodeOf(error);
  } finally {
    opened?.close();
  }
}

/** What fails because the device is gone is often heard of before the loss itself. */
async function lossBehind(thrown: unknown, opened: OpenedDevice | null): Promise<unknown> {
  if (!opened || thrown instanceof UsageError) return thrown;
  return Promise.race([opened.lost.catch((loss: unknown) => loss), wait(50, thrown)]);
}

async function deviceFor({ device }: Command, softwareDrivers: readonly string[]): Promise<OpenedDevice | null> {
  const opened = device === 'cpu' ? null : await openDevice(device === 'webgpu' ? softwareDrivers : []);
  if (!opened && device === 'webgpu') throw new UsageError('--device: webgpu, but no adapter was found; install a Vulkan, Metal or D3D12 driver, or use --device cpu');
  say(opened ? `on ${opened.name} (WebGPU, float32)` : `on the processor (float64)${device === 'auto' ? ', because no WebGPU adapter was found' : ''}`);
  return opened;
}

async function compute(command: Command, { network, images, rows }: Job, opened: OpenedDevice | null, version: string, signal: AbortSignal): Promise<void> {
  const device = opened?.device ?? null;
  const { of, wrt, batchNorm, method, layout, format, budget = defaultBudget(device) } = command;
  const options: JacobianOptions = { of, wrt, batchNorm, method, rows, budget, signal };
  const plan = describePlan(planned(network, images.shape[0], options, device), { budget, bytesPerNumber: device ? 4 : 8 });
  const on = opened?.name ?? 'the processor';
  if (command.plan) return print(`${JSON.stringify({ device: on, ...plan }, null, 2)}\n`);
  say(plan.sentence);
  const about = { method: plan.method, device: on, firstImage: command.images?.first ?? 0, version };
  const source = await exportSource(network, images, options, device, about, layout);
  const bytes = await writeWhole(command.out!, exportJacobian(source, { format, layout, budget: budget / 4, signal, onProgress: progressLine() }));
  say(`${command.out}: ${bytes} bytes`);
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** Resolves once it is written: a pipe may take its time. */
function print(words: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(words, () => resolve()));
}
