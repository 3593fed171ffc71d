// What an export needs, gathered from a network: the stream, h, input, weights. Knows no file format.
import { defaultBudget } from '../jacobian/budget.ts';
import { computeActivations, planned, streamJacobian } from '../jacobian/compute.ts';
import type { Floats, JacobianOptions } from '../jacobian/jacobian.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { type JacobianStream, slice } from '../jacobian/stream.ts';
import type { Site } from '../layers/layer.ts';
import { ruleOf } from '../layers/rules.ts';
import { type Shape3, volume } from '../layers/window.ts';
import type { Images, Layer, Network, Parameter } from '../model/network.ts';
import type { ExportLayout, ExportSource } from '../export/source.ts';

/** Layers that take every number of a vector by itself, so that it does not matter in which order they are. */
const EACH_ALONE: readonly Layer['kind'][] = ['identity', 'activation'];

/** The map that was flattened into the inputs of the dense layer at `at`; null where they are in no map's order. */
export function flattenedMap(sites: readonly Site[], at: number): Shape3 | null {
  if (sites[at].layer.kind !== 'dense') return null;
  const under = ({ from }: Site): Site | undefined => sites[from[0]];
  let below = under(sites[at]);
  while (below && EACH_ALONE.includes(below.layer.kind)) below = under(below);
  return below?.layer.kind === 'flatten' ? below.input : null;
}

/** That map by the name of the kernel. */
function flattenedMaps(sites: readonly Site[]): Map<string, Shape3> {
  return new Map(sites.flatMap(({ layer }, at): [string, Shape3][] => {
    const map = flattenedMap(sites, at);
    return map && layer.kind === 'dense' ? [[layer.kernel.name, map]] : [];
  }));
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

/** What of the network stands in a file about layer `of`. Its numbers must be in host memory. */
export function networkInFile(network: Network, of: string): Pick<ExportSource, 'weights' | 'flattened'> {
  const maps = flattenedMaps(sitesOf(network, 1, of));
  return { weights: weightsOf(network, of), flattened: (parameter) => maps.get(parameter) ?? null };
}

/** The layer's outputs for the stream's rows: some images at a time, but all together where their statistics couple them. */
async function outputsOf(network: Network, images: Images, options: JacobianOptions, device: GPUDevice | null, { firstRow, rows, outputShape }: JacobianStream): Promise<Floats> {
  const [N, ...map] = outputShape;
  const perImage = volume(map);
  const [from, end] = [Math.floor(firstRow / perImage), Math.ceil((firstRow + rows) / perImage)];
  const widest = Math.max(...sitesOf(network, 1, options.of).map(({ input, output }) => Math.max(volume(input), volume(output))));
  const held = options.batchNorm === 'batch' ? N : Math.max(1, Math.floor((options.budget ?? defaultBudget(device)) / 4 / (8 * widest)));
  if (held >= N) return (await computeActivations(network, images, options.of, device, options.batchNorm)).data.slice(firstRow, firstRow + rows);
  const outputs = new (device ? Float32Array : Float64Array)((end - from) * perImage);
  for (let first = from; first < end; first += held) {
    options.signal?.throwIfAborted();
    const { data } = await computeActivations(network, slice(images, first, Math.min(held, end - first)), options.of, device);
    outputs.set(data, (first - from) * perImage);
  }
  return outputs.subarray(firstRow - from * perImage, firstRow - from * perImage + rows);
}

/**
 * `about` is written into the file beside what is known here. The network's numbers must be in host memory. Dense rows are
 * made on the host, a part at a time: unless `layout` is blocks, parts are so small that theirs keep to a quarter of the budget.
 */
export async function exportSource(
  network: Network, images: Images, options: JacobianOptions, device: GPUDevice | null, about: Record<string, unknown> = {}, layout: ExportLayout = 'dense',
): Promise<ExportSource> {
  const columns = planned(network, images.shape[0], options, device).columns;
  const held = (options.budget ?? defaultBudget(device)) / 4 / ((device ? 4 : 8) * columns);
  const stream = streamJacobian(network, images, options, device, layout === 'blocks' ? {} : { mostRows: Math.max(1, Math.floor(held)) });
  return {
    stream,
    type: device ? 'float32' : 'float64',
    h: await outputsOf(network, images, options, device, stream),
    input: { data: images.data, shape: images.shape },
    ...networkInFile(network, options.of),
    about: { of: options.of, wrt: options.wrt ?? 'params', batchNorm: options.batchNorm ?? 'inference', ...about },
  };
}
