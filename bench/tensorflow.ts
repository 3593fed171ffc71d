// What a visitor would do without this engine: TensorFlow.js's own gradient of one output after another, on the same device.
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { loadModel } from '../src/engine/model/loadModel.ts';
import { tf } from '../src/engine/model/tensorflow.ts';
import { tfGradientRow } from '../src/engine/model/tfGradientRow.ts';
import { oracleProblem } from '../src/engine/testing/oracleTable.ts';
import { measure, type Timing } from './measure.ts';

export async function benchTensorflow(device: GPUDevice): Promise<Timing> {
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  const adapter = await navigator.gpu.requestAdapter();
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter!.info) as never, 3);
  await tf.setBackend('webgpu');
  const { oracle, images } = await oracleProblem('seed-relu1');
  const model = await loadModel(oracle.modelJson as never, oracle.weightData);
  let row = 5000;
  const timing = await measure('TensorFlow.js tf.grads in a loop', 9, async () => void (await tfGradientRow(model, images, { of: 'relu1', wrt: oracle.params }, row++)), { warm: 2 });
  model.dispose();
  return { ...timing, least: timing.least * 11520, median: timing.median * 11520, note: `9 rows measured (${timing.median.toFixed(0)} ms each), scaled to 11 520` };
}
