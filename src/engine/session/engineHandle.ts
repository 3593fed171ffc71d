// The engine on the device that the session opened. Knows no run and no page.
import { activations, jacobian, type Floats, type Images, type Jacobian, type Model } from '../index.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Forward } from '../train/batchNormStatistics.ts';

export class EngineHandle {
  /** `device` null: everything in float64 on the processor. */
  constructor(readonly device: GPUDevice | null) {}

  /** Images per forward pass: on the processor few, so that messages get through in between. */
  get chunk(): number {
    return this.device ? 256 : 32;
  }

  forward(model: tfl.LayersModel): Forward {
    return (images, of) => activations(model, images, { of, device: this.device });
  }

  /** Output of `of`, or of the last layer. */
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
