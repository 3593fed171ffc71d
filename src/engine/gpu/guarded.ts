// Turns a device's own errors (validation, memory, loss) into exceptions of the call that caused them.

/** Runs `work` and rejects when the device reported an error meanwhile or was lost. */
export async function guarded<T>(device: GPUDevice, noun: string, work: () => Promise<T>): Promise<T> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  let result: T;
  let failure: { error: unknown } | null = null;
  try {
    result = await work();
  } catch (error) {
    failure = { error };
  }
  const [validation, memory] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  if (memory) throw new Error(`${noun}: the device ran out of memory; use fewer images or rows at a time`);
  if (validation) throw new Error(`${noun}: ${validation.message}`);
  if (failure) throw failure.error;
  return result!;
}
