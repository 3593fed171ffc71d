// Computes what the page needs to explore one image: answer, maps, and the Jacobian of the chosen layer.
import type { Images, Jacobian, Network } from '../index.ts';
import { ruleOf } from '../layers/rules.ts';
import type { Exploration, ExploreRequest } from '../protocol.ts';
import { argmax } from '../train/crossEntropy.ts';
import { questionOf, type Question } from './asked.ts';
import type { Asked, EngineHandle } from './engineHandle.ts';
import { Explored } from './explored.ts';
import { formulaOf } from './formula.ts';
import { inputWindow } from './receptiveField.ts';
import { type Rows, RowsOnDemand } from './rows.ts';
import type { Snapshot } from './snapshots.ts';

/** How the asker hears of long work, and ends it. */
export type Listening = Pick<Asked, 'signal' | 'onProgress' | 'onCompile'>;

/** The snapshot is the result's from here on; it is released when this fails. */
export async function explore(request: ExploreRequest, id: number, snapshot: Snapshot, engine: EngineHandle, listening: Listening = {}): Promise<Explored> {
  try {
    const question = await questionOf(request, snapshot, engine);
    return await compute(question, id, snapshot, engine, listening);
  } catch (error) {
    snapshot.release();
    throw error;
  }
}

async function compute(question: Question, id: number, snapshot: Snapshot, engine: EngineHandle, listening: Listening): Promise<Explored> {
  const { network, images, indices, asked, plan, note } = question;
  const { of, wrt, batchNorm = 'inference' } = asked;
  const { source, input, revision, readyMade } = snapshot;
  const inParts = !plan.fits;
  const image = firstOf(images);
  const rowsOf = (): Promise<Rows> => (inParts ? RowsOnDemand.open(engine, network, images, { ...asked, ...listening }) : engine.jacobian(source, images, { ...asked, ...listening }));
  const [probabilities, activations, formula, rows] = await Promise.all([
    engine.activations(source, image),
    engine.activations(source, images, of, batchNorm),
    formulaOf(network, of, batchNorm, wrt ?? trainableNames(network), image, engine),
    rowsOf(),
  ]);
  try {
    listening.signal?.throwIfAborted();
    const found = typeof formula === 'string' ? null : formula;
    const exploration: Exploration = {
      id, revision, readyMade,
      digit: input.picture(indices[0]),
      probabilities: new Float32Array(probabilities),
      areProbabilities: network.layers[network.layers.length - 1].kind === 'softmax',
      predicted: argmax(probabilities),
      layer: layerOf(network, of),
      wrt: wrt === 'input' ? 'input' : rows.blocks.map(({ parameter }) => parameter),
      batchNorm,
      images: { indices, note },
      noFormula: typeof formula === 'string' ? formula : null,
      convolution: found?.info ?? null,
      activations: new Float32Array(activations.subarray(0, plan.rows)),
      rowNorms: new Float32Array(await rows.rowNorms()),
      inParts,
      blocks: rows.blocks.map(({ parameter, layer, shape, start, size, structure, channels }) => ({ parameter, layer, shape, start, size, structure, channels })),
      parameters: parametersOf(network, rows, images),
      summary: rows.summary,
    };
    return new Explored({ exploration, rows, network, images, asked, formula: found, window: inputWindow(network, of), snapshot });
  } catch (error) {
    rows.dispose();
    throw error;
  }
}

function firstOf({ data, shape: [, H, W, C] }: Images): Images {
  return { data: data.subarray(0, H * W * C), shape: [1, H, W, C] };
}

function trainableNames(network: Network): string[] {
  return network.layers.flatMap((layer) => (layer.trainable ? ruleOf(layer).parameters(layer).map(({ name }) => name) : []));
}

function layerOf(network: Network, name: string): Exploration['layer'] {
  const { rows: shape } = inputWindow(network, name);
  return { name, shape, vector: shape[0] * shape[1] === 1 };
}

/** θ in column order; the images' numbers where they are what is differentiated by. */
function parametersOf(network: Network, { blocks, columns }: Pick<Jacobian, 'blocks' | 'columns'>, images: Images): Float32Array {
  if (blocks[0].parameter === 'input' && blocks[0].layer === 'input') return new Float32Array(images.data);
  const parameters = network.layers.flatMap((layer) => ruleOf(layer).parameters(layer));
  const theta = new Float32Array(columns);
  for (const { parameter, start } of blocks) {
    const found = parameters.find((each) => each.name === parameter);
    theta.set(found!.values as Float32Array, start);
  }
  return theta;
}
