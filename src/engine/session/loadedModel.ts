// A model that the visitor brought: its network, its input, its files. Explored, not trained here.
import { EngineFault, isFault, toEngineError } from '../engineError.ts';
import { networkFromTopology, type Network } from '../index.ts';
import { checkParameters } from '../jacobian/checks.ts';
import { sitesOf } from '../jacobian/plan.ts';
import { suggestedLayer } from '../model/describeLayers.ts';
import { pictureShape } from '../model/filters.ts';
import { type ModelFiles, readModel } from '../model/readModel.ts';
import { openStored } from '../model/openStored.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, Filters, InputInfo, InputSource, LayerInfo, NamedFile, PixelScale, RunState } from '../protocol.ts';
import { Readings } from '../train/readings.ts';
import type { RunData } from '../train/runData.ts';
import { describeNetwork } from './describeNetwork.ts';
import type { Input } from './input.ts';
import { openInput } from './openInput.ts';
import { ResampledDigits } from './resampledDigits.ts';
import type { ShownDigits, Showing } from './showing.ts';

const NO_CURVE: Curve = { training: [], validation: [] };

export class LoadedModel implements Showing {
  readonly readyMade = false;
  readonly model = null;
  readonly curve = NO_CURVE;
  /** Set anew whenever weights or input change. */
  revision = 0;
  readonly #layers: readonly LayerInfo[];
  #digits: ResampledDigits;
  #readings: Readings;
  #input: Input;
  #tensorFlow: Promise<tfl.LayersModel> | null = null;

  /** `split` says which digits are for validation. */
  constructor(
    readonly network: Network,
    private readonly stored: ModelFiles,
    private readonly given: readonly NamedFile[],
    private readonly split: RunData,
  ) {
    this.#layers = describeNetwork(network);
    this.#digits = new ResampledDigits(split, network.inputShape, '0-1');
    this.#input = this.#digits;
    this.#readings = new Readings(split.digits);
  }

  get input(): Input {
    return this.#input;
  }

  get readings(): Readings {
    return this.#readings;
  }

  get data(): ShownDigits {
    return this.#digits;
  }

  /** `28 × 28 × 1 → 10, 12 layers`. */
  get words(): string {
    const outputs = this.#layers[this.#layers.length - 1].shape;
    return `${this.network.inputShape.join(' × ')} → ${outputs.join(' × ')}, ${this.#layers.length} layers`;
  }

  /** @throws EngineFault when it does not fit; then nothing has changed. */
  async setInput(source: InputSource, scale: PixelScale): Promise<InputInfo> {
    const input = await openInput(source, scale, this.split, this.network.inputShape);
    input.picture(0);
    this.#digits = new ResampledDigits(this.split, this.network.inputShape, scale);
    this.#input = input;
    // Another scale of pixels is read otherwise.
    this.#readings = new Readings(this.split.digits);
    return { kind: source.kind, scale, count: input.count, name: source.kind === 'digit' ? null : input.picture(0).name };
  }

  async filters(): Promise<Filters | null> {
    const layer = this.network.layers.find((each) => 'kernel' in each);
    if (!layer || !('kernel' in layer) || !ArrayBuffer.isView(layer.kernel.values)) return null;
    const shape = pictureShape(layer.kernel.shape, this.network.inputShape);
    return shape && { revision: this.revision, shape, values: Float32Array.from(layer.kernel.values) };
  }

  renew(revision: number): void {
    this.revision = revision;
  }

  state(): RunState {
    const { settings } = this.split;
    return {
      network: 'loaded', suggested: suggestedLayer(this.#layers), inputShape: this.network.inputShape, phase: 'loaded', readyMade: false, revision: this.revision, settings,
      iteration: 0, iterations: 0, epoch: 0, epochs: 0, iterationsPerEpoch: 0, imagesPerSecond: null, secondsLeft: null, fraction: null, error: null,
      layers: this.#layers, moments: [], momentsEvery: 1, moment: null, validated: null, trainingImages: 0, validationImages: 0,
    };
  }

  async files(): Promise<readonly NamedFile[]> {
    return this.given;
  }

  tensorFlow(): Promise<tfl.LayersModel> {
    return (this.#tensorFlow ??= openStored(this.stored));
  }

  dispose(): void {
    this.#tensorFlow?.then((model) => model.dispose(), () => {});
  }
}

/** Reads model.json and the weight files that it names among `files`. @throws EngineFault `model`, naming what is wrong. */
export async function loadModelFiles(files: readonly NamedFile[], split: RunData): Promise<LoadedModel> {
  const given = files.map(({ name, bytes }) => ({ name: baseName(name), bytes }));
  const json = given.filter(({ name }) => name.toLowerCase().endsWith('.json'));
  if (json.length !== 1) throw new EngineFault('model', `model.json: ${json.length} of the ${given.length} files end in .json; choose one model.json and its weight files`);
  const read = async (path: string): Promise<Uint8Array> => {
    const found = given.find(({ name }) => name === baseName(path));
    if (!found) throw new EngineFault('model', `weights: ${path} is named in ${json[0].name} but was not handed over; choose it too`);
    return found.bytes;
  };
  try {
    const stored = await readModel(new TextDecoder().decode(json[0].bytes), read);
    const network = networkFromTopology(stored.model, stored.weights);
    checkParameters(sitesOf(network, 1, network.layers[network.layers.length - 1].name));
    return new LoadedModel(network, stored, given, split);
  } catch (error) {
    throw isFault(error) ? error : new EngineFault('model', toEngineError(error).message);
  }
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1)!;
}
