// Computes what the page needs to explore one digit: answer, maps, and the Jacobian of the chosen layer.
import { EngineFault } from '../engineError.ts';
import type { Images, Jacobian, Network } from '../index.ts';
import type { Exploration, ExploreRequest } from '../protocol.ts';
import { argmax } from '../train/crossEntropy.ts';
import type { RunData } from '../train/runData.ts';
import { chainUnder, upToConvolution } from './chain.ts';
import type { EngineHandle } from './engineHandle.ts';
import { Explored } from './explored.ts';
import { inputWindow } from './receptiveField.ts';
import type { Snapshot } from './snapshots.ts';

/** The snapshot is the result's from here on; it is released when this fails. */
export async function explore(request: ExploreRequest, id: number, snapshot: Snapshot, engine: EngineHandle): Promise<Explored> {
  try {
    return await compute(request, id, snapshot, engine);
  } catch (error) {
    snapshot.release();
    throw error;
  }
}

async function compute({ digit, of }: ExploreRequest, id: number, snapshot: Snapshot, engine: EngineHandle): Promise<Explored> {
  const { data, model } = snapshot;
  const images = imageOf(digit, data);
  const network = await snapshot.network();
  const chain = chainUnder(network, of);
  if (!chain) throw new EngineFault('not-explorable', `layer: ${of} cannot be shown as maps here; choose a convolution, or a batch norm or activation right above one`);
  const [probabilities, activations, preActivations, jacobian] = await Promise.all([
    engine.activations(model, images),
    engine.activations(model, images, of),
    engine.activations(upToConvolution(network, chain), images),
    engine.jacobian(model, images, of),
  ]);
  const exploration: Exploration = {
    id,
    revision: snapshot.revision,
    readyMade: snapshot.readyMade,
    digit: digitOf(digit, data, images),
    probabilities: Float32Array.from(probabilities),
    predicted: argmax(probabilities),
    layer: { name: of, shape: jacobian.outputShape.slice(1) as unknown as [number, number, number] },
    activations: Float32Array.from(activations),
    rowNorms: Float32Array.from(await jacobian.rowNorms()),
    blocks: jacobian.blocks.map(({ parameter, layer, shape, start, size, structure }) => ({ parameter, layer, shape, start, size, structure })),
    parameters: parametersOf(network, jacobian),
    summary: jacobian.summary,
  };
  return new Explored({ exploration, jacobian, network, images, chain, preActivations, window: inputWindow(network, of), snapshot });
}

function imageOf(digit: number, data: RunData): Images {
  const { count } = data.digits;
  if (!Number.isInteger(digit) || digit < 0 || digit >= count) throw new EngineFault('no-such-digit', `digit: ${digit} is not in the data; choose from 0 to ${count - 1}`);
  return data.chunk(Int32Array.of(digit));
}

function digitOf(index: number, data: RunData, images: Images): Exploration['digit'] {
  const { height, width, labels, images: stored } = data.digits;
  const pixels = stored.slice(index * height * width, (index + 1) * height * width);
  return { index, label: labels[index], split: data.splitOf(index), height, width, pixels, input: images.data as Float32Array, mean: data.mean };
}

/** θ in column order. */
function parametersOf(network: Network, jacobian: Jacobian): Float32Array {
  const parameters = network.layers.flatMap((layer) => ('kernel' in layer ? [layer.kernel, layer.bias] : layer.kind === 'batchNorm' ? [layer.gamma, layer.beta] : []));
  const theta = new Float32Array(jacobian.columns);
  for (const { parameter, start } of jacobian.blocks) {
    const found = parameters.find((each) => each?.name === parameter);
    theta.set(found!.values as Float32Array, start);
  }
  return theta;
}
