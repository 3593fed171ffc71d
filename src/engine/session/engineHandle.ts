// The engine on the device that the session opened, or without one. Knows no run and no page.
import {
  activations, compileAhead, jacobian, jacobianStream, planFor, type Floats, type HostedJacobian, type Images, type JacobianOptions, type JacobianStream, type Model, type Network, type PlanDescription,
} from '../index.ts';
import type { tfl } from '../model/tensorflow.ts';
import { tfForward } from '../model/tfForward.ts';
import type { Forward } from '../train/batchNormStatistics.ts';
import { fusedForward } from '../train/fused/fusedForward.ts';
import type { ImageChunk } from '../train/runData.ts';
import { logitsLayer } from '../train/validate.ts';
import { Speed } from './speed.ts';

export type Asked = Omit<JacobianOptions, 'device'>;

export class EngineHandle {
  readonly speed = new Speed();

  /** `device` null: Jacobians in float64 on the processor, images classified by TensorFlow.js. */
  constructor(readonly device: GPUDevice | null) {}

  /** Images per forward pass: without a device few, so that messages get through in between. */
  get chunk(): number {
    return this.device ? 256 : 32;
  }

  /** For many images. */
  forward(model: tfl.LayersModel): Forward {
    const { device } = this;
    return device ? fusedForward(model, (images, of) => activations(model, images, { of, device })) : (images, of) => tfForward(model, images, of);
  }

  /** How a network reads many images: the logits of one that can be trained here, by what validates it; of another the last layer's outputs. */
  async read(model: tfl.LayersModel | Network, images: ImageChunk): Promise<{ values: ArrayLike<number>; kind: 'logits' | 'outputs' }> {
    if ('getClassName' in model) return { values: (await this.forward(model)(images, logitsLayer(model))).data, kind: 'logits' };
    return { values: (await activations(model, images, { device: this.device })).data, kind: 'outputs' };
  }

  /** Output of `of`, or of the last layer, in the engine's best precision. */
  async activations(model: Model, images: Images, of?: string, batchNorm?: 'inference' | 'batch'): Promise<Floats> {
    return (await activations(model, images, { of, batchNorm, device: this.device })).data;
  }

  plan(model: Model, imageCount: number, asked: Asked): Promise<PlanDescription> {
    return planFor(model, imageCount, { ...asked, device: this.device });
  }

  /** Compiles what a Jacobian will need, and the forward pass beside it. */
  async compileAhead(model: Model, images: Images, asked: Asked): Promise<void> {
    if (!this.device) return;
    await Promise.all([compileAhead(model, images.shape[0], { ...asked, device: this.device }), this.activations(model, images)]);
  }

  /** Read back, so that it answers at once whatever the device is busy with. */
  async jacobian(model: Model, images: Images, asked: Asked): Promise<HostedJacobian> {
    const computed = await jacobian(model, images, { ...asked, device: this.device });
    try {
      const { multiplyAdds, milliseconds } = computed.summary;
      this.speed.note(multiplyAdds, milliseconds);
      return await computed.toHost();
    } finally {
      computed.dispose();
    }
  }

  stream(model: Model, images: Images, asked: Asked): Promise<JacobianStream> {
    return jacobianStream(model, images, { ...asked, device: this.device });
  }
}
