// The engine's one public entry. It knows no page and no worker.
import type * as tf from '@tensorflow/tfjs-layers';
import type { Jacobian, JacobianOptions } from './jacobian/jacobian.ts';
import type { Images, Network } from './model/network.ts';

export type { DenseMatrix, Floats, Jacobian, JacobianOptions, Method } from './jacobian/jacobian.ts';
export type { Images, Network } from './model/network.ts';

export type Model = tf.LayersModel | Network;

export declare function jacobian(model: Model, images: Images, options: JacobianOptions): Promise<Jacobian>;

/** The output of one layer (default: the last) for every image, in inference mode: [N, H, W, C] row-major. */
export declare function activations(
  model: Model,
  images: Images,
  options?: { of?: string; device?: GPUDevice | null },
): Promise<{ data: Float32Array | Float64Array; shape: readonly [number, number, number, number] }>;
