// The other side of a comparison: another image, moment, run or mode, as a network and its images. What is on show stays as it is.
import { EngineFault } from '../../engineError.ts';
import { networkFromLayersModel, type Network } from '../../index.ts';
import { sitesOf } from '../../jacobian/plan.ts';
import type { Shape3 } from '../../layers/window.ts';
import { buildNetwork } from '../../model/buildNetwork.ts';
import { writeWeight } from '../../model/weights.ts';
import type { CompareRequest, OtherWeights } from '../../protocol.ts';
import { argmax } from '../../train/crossEntropy.ts';
import { RunData } from '../../train/runData.ts';
import { questionOf, type Question } from '../asked.ts';
import type { Explored } from '../explored.ts';
import { type Input, RunInput } from '../input.ts';
import { weightsAt } from '../weightsAt.ts';
import type { Desk } from './desk.ts';
import { stampOf } from './keptMoments.ts';

interface Source {
  /** The same for the same weights. */
  readonly name: string;
  readonly network: Network;
  readonly input: Input;
}

export interface OtherSide {
  readonly question: Question;
  readonly shape: Shape3;
  readonly label: number | null;
  /** Of the whole layer. */
  readonly activations: Float32Array;
  readonly predicted: number;
  /** ‖∂h_r/∂θ‖ of every unit, made when first asked for. */
  norms(): Promise<Float32Array>;
}

/** The newest few, so that another unit of one costs a row only. */
class Newest<T> {
  readonly #held = new Map<string, Promise<T>>();

  constructor(private readonly most: number) {}

  get(name: string, make: () => Promise<T>): Promise<T> {
    const found = this.#held.get(name) ?? make();
    this.#held.delete(name);
    this.#held.set(name, found);
    // What failed is tried again.
    found.catch(() => this.#held.delete(name));
    if (this.#held.size > this.most) this.#held.delete(this.#held.keys().next().value!);
    return found;
  }
}

const runs = new Newest<Source>(3);
const forwards = new Newest<Pick<OtherSide, 'activations' | 'predicted'>>(4);
const lengths = new Newest<Float32Array>(4);

async function openRun(id: string, name: string, { runs: library, data }: Desk): Promise<Source> {
  const { checkpoint } = await library.read(id, data.info.identity);
  const { settings, weights } = checkpoint;
  const { digits } = data;
  const model = buildNetwork(settings.network, { ...settings, height: digits.height, width: digits.width, classes: digits.classes });
  try {
    for (const [weight, values] of weights) writeWeight(model, weight, values);
    return { name, network: await networkFromLayersModel(model), input: new RunInput(new RunData(digits, settings)) };
  } finally {
    model.dispose();
  }
}

/** @throws EngineFault where the moment or the run is not kept. */
async function sourceOf(weights: OtherWeights, { parts: { network, snapshot } }: Explored, desk: Desk): Promise<Source> {
  const { input } = snapshot;
  if (weights.kind === 'shown') return { name: `revision ${snapshot.revision}`, network, input };
  if (weights.kind === 'run') {
    const saved = desk.runs.list.find(({ id }) => id === weights.id)?.saved;
    const name = `run ${weights.id} ${saved}`;
    return runs.get(name, () => openRun(weights.id, name, desk));
  }
  const moment = desk.networks.run?.moment(weights.iteration);
  if (!moment) throw new EngineFault('no-moment', `iteration: ${weights.iteration} is not kept; choose another moment`);
  return { name: `moment ${stampOf(moment)}`, network: weightsAt(network, moment.weights), input };
}

/** @throws EngineFault where it cannot be had, or has no such layer. */
export async function otherSide({ other }: CompareRequest, explored: Explored, desk: Desk): Promise<OtherSide> {
  const { engine, listening } = desk;
  const source = await sourceOf(other.weights, explored, desk);
  const { of, digit } = other.question;
  if (!source.network.layers.some(({ name }) => name === of)) throw new EngineFault('layer', `layer: the other run's network has no ${of}; choose a run of the same network`);
  const question = await questionOf(other.question, { input: source.input, network: async () => source.network }, engine);
  const { images, asked } = question;
  const name = `${source.name} ${JSON.stringify(other.question)}`;
  const forward = await forwards.get(name, async () => {
    const [H, W, C] = images.shape.slice(1);
    const first = { data: images.data.subarray(0, H * W * C), shape: [1, H, W, C] as const };
    const [answer, all] = await Promise.all([engine.activations(source.network, first), engine.activations(source.network, images, asked.of, asked.batchNorm)]);
    return { activations: Float32Array.from(all.subarray(0, question.plan.rows)), predicted: argmax(answer) };
  });
  return {
    question, ...forward,
    shape: sitesOf(source.network, 1, of).at(-1)!.output,
    label: source.input.picture(digit).label,
    norms: () =>
      lengths.get(name, async () => {
        const norms = new Float32Array(question.plan.rows);
        for await (const { firstRow, jacobian } of await engine.stream(source.network, images, { ...asked, ...listening })) {
          listening.signal.throwIfAborted();
          norms.set(await jacobian.rowNorms(), firstRow);
        }
        return norms;
      }),
  };
}
