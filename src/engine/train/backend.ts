// Opens the best TensorFlow.js backend there is and says in words what is lost. Knows no network and no page.
import { EngineFault, toEngineError } from '../engineError.ts';
import { tf } from '../model/tensorflow.ts';
import { findAdapter } from '../gpu/findAdapter.ts';
import { usefulFeatures } from '../gpu/tiles.ts';
import type { BackendInfo, EngineError } from '../protocol.ts';
import { adapterName, isSoftware } from '../gpu/adapterWords.ts';

type Kind = BackendInfo['kind'];

export interface Backend {
  readonly info: BackendInfo;
  /** TensorFlow.js's own device where its backend is WebGPU. */
  readonly device: GPUDevice | null;
}

export interface BackendOptions {
  /** Only this one, for tests and comparisons; rejects when it cannot be had. */
  only?: Kind;
  /** Hears of errors that nobody awaits, and of the device's loss. */
  onError?: (error: EngineError) => void;
}

/** Tries WebGPU, then WebGL, then the processor. Code of a backend is loaded only when it is tried. */
export async function openBackend({ only, onError = () => {} }: BackendOptions = {}): Promise<Backend> {
  const missing: string[] = [];
  for (const kind of only ? [only] : (['webgpu', 'webgl', 'cpu'] as const)) {
    try {
      return await OPENERS[kind](missing, onError);
    } catch (error) {
      missing.push(toEngineError(error).message);
    }
  }
  throw new EngineFault('no-backend', `backend: none could be opened (${missing.join('; ')}); use a recent Chrome, Edge, Firefox or Safari`);
}

type Opener = (missing: readonly string[], onError: (error: EngineError) => void) => Promise<Backend>;

const OPENERS: Readonly<Record<Kind, Opener>> = { webgpu: openWebGpu, webgl: openWebGl, cpu: openCpu };

const ADVICE = 'Use a recent Chrome or Edge, Safari 26 or Firefox 145, and see that hardware acceleration is on in its settings.';

async function openWebGpu(_missing: readonly string[], onError: (error: EngineError) => void): Promise<Backend> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) throw new EngineFault('no-webgpu', 'WebGPU is not available in this browser');
  const adapter = await findAdapter(gpu);
  if (!adapter) throw new EngineFault('no-webgpu', 'WebGPU found no graphics adapter that it may use');
  const device = await adapter.requestDevice({ requiredLimits: usefulLimits(adapter), requiredFeatures: usefulFeatures(adapter) });
  listen(device, onError);
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // Importing registers a backend of its own that would ask for a second device.
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info) as never, 3);
  await use('webgpu');
  const software = isSoftware(adapter.info, adapter);
  // A processor runs TensorFlow.js's convolution in one piece a third slower than in two.
  if (software) tf.env().set('WEBGPU_CONV_SEPARATE_IM2COL_SHADER', true);
  const name = adapterName(adapter.info);
  return { device, info: { kind: 'webgpu', device: name, software, notice: software ? softwareNotice(name) : null } };
}

async function openWebGl(missing: readonly string[]): Promise<Backend> {
  await import('@tensorflow/tfjs-backend-webgl');
  await use('webgl');
  const device = webGlRenderer() ?? 'WebGL';
  const notice = `${reason(missing)}Training runs on WebGL, and the Jacobian on the processor, which is slower. ${ADVICE}`;
  return { device: null, info: { kind: 'webgl', device, software: /swiftshader|llvmpipe|software/i.test(device), notice } };
}

async function openCpu(missing: readonly string[]): Promise<Backend> {
  await import('@tensorflow/tfjs-backend-cpu');
  await use('cpu');
  const notice = `${reason(missing)}Everything runs on the processor, and training takes minutes instead of seconds. ${ADVICE}`;
  return { device: null, info: { kind: 'cpu', device: 'processor', software: true, notice } };
}

const NAMES: Readonly<Record<Kind, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'The processor’s backend' };

async function use(kind: Kind): Promise<void> {
  if (!(await tf.setBackend(kind))) throw new EngineFault('no-backend', `${NAMES[kind]} could not be started`);
  await tf.ready();
}

function reason(missing: readonly string[]): string {
  return missing.length === 0 ? '' : `${missing.join('; ')}. `;
}

function softwareNotice(name: string): string {
  return (
    `WebGPU runs on the processor here (${name}): right, but slow at training. ` +
    'If this machine has a graphics card, see that hardware acceleration is on in the browser’s settings.'
  );
}

/** What TensorFlow.js and the engine can use beyond WebGPU's defaults: large buffers and large workgroups. */
function usefulLimits({ limits }: GPUAdapter): Record<string, number> {
  return {
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
  };
}

/** Errors that nobody awaits would otherwise give zeros in silence. */
function listen(device: GPUDevice, onError: (error: EngineError) => void): void {
  device.addEventListener('uncapturederror', (event) => {
    const { error } = event as GPUUncapturedErrorEvent;
    onError({ code: 'gpu', message: 'GPU: it refused a command, so numbers may be wrong; load the page again', detail: error.message });
  });
  void device.lost.then(({ reason: why, message }) => {
    if (why === 'destroyed') return;
    onError({ code: 'device-lost', message: 'GPU: the device was lost; start again, and the run goes on where it was kept', detail: message });
  });
}

function webGlRenderer(): string | null {
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  if (!gl) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) as string;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}
