// Inference of a whole network by the kernels of training, batch norms folded into the layers below them. Knows no engine.
import { tf, type tfl } from '../../model/tensorflow.ts';
import type { Forward } from '../batchNormStatistics.ts';
import type { ImageChunk } from '../runData.ts';
import { type Workbench, Rehearsal, type Shaped } from './workbench.ts';
import { TensorWorkbench, TensorDevice } from './tensorWorkbench.ts';
import { stagesOf } from './trainingNetwork.ts';

/** Images that sums are cut into stripes for, so that a part chunk needs no pipelines of its own. */
const PLANNED = 256;

/** Outputs of a layer for many images; layers and devices without fused operations go to `otherwise`. */
export function fusedForward(model: tfl.LayersModel, otherwise: Forward): Forward {
  return async (images, of) => {
    const device = TensorDevice.current();
    const route = device && routeTo(model, of);
    if (!device || !route) return otherwise(images, of);
    const rehearsal = new Rehearsal();
    const planned = (bench: Workbench<Shaped>) => route(bench, { shape: shapeFor(model, images) }, (weight) => ({ shape: weight.shape as number[] }), device);
    if (!planned(rehearsal)) return otherwise(images, of);
    await device.compile(rehearsal);
    const output = tf.tidy(() => {
      const bench = new TensorWorkbench(device, images.shape[0]);
      const result = route<tf.Tensor>(bench, tf.tensor(images.data, shapeFor(model, images)), (weight) => weight.read(), device)!;
      bench.record();
      return result;
    });
    try {
      return { data: await output.data<'float32'>(), shape: output.shape };
    } finally {
      output.dispose();
    }
  };
}

type Route = <T extends Shaped>(bench: Workbench<T>, x: T, weight: (of: tfl.LayerVariable) => T, device: TensorDevice) => T | null;

/** Null where a layer on the way has no fused operation. */
function routeTo(model: tfl.LayersModel, of: string): Route | null {
  const end = model.layers.findIndex((layer) => layer.name === of);
  const stages = stagesOf(model.layers);
  const last = stages.findIndex(({ layers }) => layers.includes(model.layers[end]));
  const way = stages.slice(0, last + 1);
  if (last < 0 || way.some(({ layers, fused }) => !fused && layers[0].getClassName() !== 'Flatten')) return null;
  return (bench, x, weight, device) => {
    let output: typeof x | null = x;
    for (const { layers, fused } of way) {
      const until = layers.includes(model.layers[end]) ? model.layers[end] : layers[layers.length - 1];
      output = fused ? fused.infer(bench, output, weight, until, device.tiles, PLANNED) : bench.view(output, [output.shape[0], sizeOfOne(output)]);
      if (!output) return null;
    }
    return output;
  };
}

/** A model of vectors takes images without their map. */
function shapeFor(model: tfl.LayersModel, images: ImageChunk): number[] {
  return [images.shape[0], ...(model.inputs[0].shape.slice(1) as number[])];
}

function sizeOfOne({ shape }: Shaped): number {
  return shape.slice(1).reduce((product, extent) => product * extent, 1);
}
