// How many bytes a Jacobian may take at a time where nobody says. Knows no plan.
import { DEFAULT_BUDGET } from './plan.ts';

/** 256 MB, or the largest buffer that the device makes where that is less: WebGPU does not tell how much memory there is. */
export function defaultBudget(device: GPUDevice | null): number {
  return device ? Math.min(DEFAULT_BUDGET, device.limits.maxBufferSize) : DEFAULT_BUDGET;
}

/** Bytes that one buffer may take and be bound whole. */
export function bindingOf(device: GPUDevice): number {
  return Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
}
