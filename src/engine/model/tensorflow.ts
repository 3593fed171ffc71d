// TensorFlow.js as this program uses it: core with its gradients, and layers. Backends are opened elsewhere.
// Core before its gradients: registering one reads a flag that core defines.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

export * as tf from '@tensorflow/tfjs-core';
export * as tfl from '@tensorflow/tfjs-layers';
