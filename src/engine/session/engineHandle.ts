// The engine on the device that the session opened, or without one. Knows no run and no page.
import { activations, jacobian, type Floats, type Images, type Jacobian, type Model } from '../index.ts';
import type { tfl } from '../model/tensorflow.ts';
import { tfForward } from '../model/tfForward.ts';
import type { Forward } from '../train/batchNormStatistics.ts';

export class EngineHandle {
  /** `device` null: Jacobians in float64 on the processor, images classified by TensorFlow.js. */
  constructor(readonly device: GPUDevice | null) {}

  /** Images per forward pass: without a device few, so that messages get through in between. */
  get chunk(): number {
    return this.device ? 256 : 32;
  }

  /** For many images. */
  forward(model: tfl.LayersModel): Forward {
    return (images, of) => (this.device ? activations(model, images, { of, device: this.device }) : tfForward(model, images, of));
  }

  /** The last layer's outputs, for many images. */
  async probabilities(model: tfl.LayersModel, images: Images): Promise<Floats> {
    const { device } = this;
    return (await (device ? activations(model, images, { device }) : tfForward(model, images))).data;
  }

  /** Output of `of`, or of the last layer, in the engine's best precision. */
  async activations(model: Model, images: Images, of?: string): Promise<Floats> {
    return (await activations(model, images, { of, device: this.device })).data;
  }

  /** The Jacobian of layer `of`, read back so that it answers at once whatever the device is busy with. */
  async jacobian(model: Model, images: Images, of: string): Promise<Jacobian> {
    const computed = await jacobian(model, images, { of, device: this.device });
    try {
      return await computed.toHost();
    } finally {
      computed.dispose();
    }
  }
}
