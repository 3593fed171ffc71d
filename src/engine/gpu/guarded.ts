// Turns a device's own errors (validation, memory, loss) into exceptions of the call that caused them.
import { soon } from './soon.ts';

/**
 * Runs `work`, waits until the device has done all that it submitted, and rejects when the device reported an error
 * meanwhile. Waiting and asking for errors take one round trip together.
 */
export async function guarded<T>(device: GPUDevice, noun: string, work: () => Promise<T>): Promise<T> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  let outcome: { result: T } | { thrown: unknown };
  try {
    outcome = { result: await work() };
  } catch (thrown) {
    outcome = { thrown };
  }
  const [validation, memory] = await Promise.all([device.popErrorScope(), device.popErrorScope(), soon(device, device.queue.onSubmittedWorkDone())]);
  if (memory) throw new Error(`${noun}: the device ran out of memory; use fewer images or rows at a time`);
  if (validation) throw new Error(`${noun}: ${validation.message}`);
  if ('thrown' in outcome) throw outcome.thrown;
  return outcome.result;
}
