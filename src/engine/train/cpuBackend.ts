// TensorFlow.js on the processor, loaded at once: for Node, where a script has no later moment to import code.
import '@tensorflow/tfjs-backend-cpu';
import { tf } from '../model/tensorflow.ts';

export async function useProcessor(): Promise<void> {
  await tf.setBackend('cpu');
}
