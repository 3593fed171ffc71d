// TensorFlow.js's own device, where its backend is WebGPU, so that weights and results never leave the GPU.
import * as tf from '@tensorflow/tfjs-core';

interface WebGPUBackendLike {
  readonly device: GPUDevice;
  /** Null when nothing is recorded; submitQueue() would fail then. */
  readonly commandEncoder: GPUCommandEncoder | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** The device that TensorFlow.js works on now, and how to submit what it has recorded; null without WebGPU. */
export function sharedDevice(): { device: GPUDevice; flush: () => void } | null {
  if (tf.getBackend() !== 'webgpu') return null;
  const backend = tf.backend() as unknown as WebGPUBackendLike;
  return { device: backend.device, flush: () => flush(backend) };
}

function flush(backend: WebGPUBackendLike): void {
  if (!backend.commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}
