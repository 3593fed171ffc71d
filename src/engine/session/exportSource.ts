// What an export needs, gathered from a network: the stream, h, input, weights. Knows no file format.
import { computeActivations, streamJacobian } from '../jacobian/compute.ts';
import type { JacobianOptions } from '../jacobian/jacobian.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { ruleOf } from '../layers/rules.ts';
import type { Images, Network, Parameter } from '../model/network.ts';
import type { ExportSource } from '../export/source.ts';

/** The map that was flattened into each dense layer's inputs, by kernel name. */
function flattenedMaps(network: Network, of: string): Map<string, readonly number[]> {
  const maps = new Map<string, readonly number[]>();
  const sites = sitesOf(network, 1, of);
  sites.forEach(({ layer }, at) => {
    const below = sites[at - 1];
    if (layer.kind === 'dense' && below?.layer.kind === 'flatten') maps.set(layer.kernel.name, below.input);
  });
  return maps;
}

function weightsOf(network: Network, of: string): ExportSource['weights'] {
  const parameters = sitesOf(network, 1, of).flatMap(({ layer }): readonly Parameter[] => {
    const trainable = ruleOf(layer).parameters(layer);
    return layer.kind === 'batchNorm' ? [...trainable, layer.movingMean, layer.movingVariance] : trainable;
  });
  return parameters.map(({ name, shape, values }) => {
    if (!ArrayBuffer.isView(values)) throw new Error(`parameter: ${name} is on a device; read the network back before exporting it`);
    return { name, shape, values };
  });
}

/** `about` is written into the file beside what is known here. The network's numbers must be in host memory. */
export async function exportSource(network: Network, images: Images, options: JacobianOptions, device: GPUDevice | null, about: Record<string, unknown> = {}): Promise<ExportSource> {
  const stream = streamJacobian(network, images, options, device);
  const all = await computeActivations(network, images, options.of, device, options.batchNorm);
  const maps = flattenedMaps(network, options.of);
  return {
    stream,
    type: device ? 'float32' : 'float64',
    h: all.data.slice(stream.firstRow, stream.firstRow + stream.rows),
    input: { data: images.data, shape: images.shape },
    weights: weightsOf(network, options.of),
    flattened: (parameter) => maps.get(parameter) ?? null,
    about: { of: options.of, wrt: options.wrt ?? 'params', batchNorm: options.batchNorm ?? 'inference', ...about },
  };
}
