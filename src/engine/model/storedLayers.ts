// The layers of a stored model (model.json) in an order in which each comes after those whose outputs it takes. Knows no weights
// and no sizes.
import { FORBIDDEN, refuseForbiddenKeys } from './forbiddenKeys.ts';

interface StoredConfig {
  readonly class_name: string;
  readonly config: unknown;
}

/** As TensorFlow.js saves it, or as Keras does, one level deeper. */
export interface StoredModel {
  readonly modelTopology: StoredConfig | { readonly model_config: StoredConfig };
}

export interface StoredLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
  /** Of a functional model only. */
  readonly inbound_nodes?: unknown;
}

/** A layer, and the places of those whose outputs it takes; none for the input. */
export interface LinkedLayer {
  readonly stored: StoredLayer;
  readonly inputs: readonly number[];
}

export interface StoredGraph {
  /** [null, H, W, C] or [null, F], not checked yet. */
  readonly batchShape: unknown;
  /** The last is the model's output. */
  readonly layers: readonly LinkedLayer[];
}

const ONE_WAY = 'only models with one input and one output, each of whose layers is used once, are supported';

/**
 * The layers in an order in which they can work, and the shape of what goes in.
 * @throws when the model is neither Sequential nor a functional model with one input and one output; names what is in the way.
 */
export function storedLayers(model: StoredModel): StoredGraph {
  if (!isRecord(model) || !isRecord(model.modelTopology)) throw new Error('model.json: it has no modelTopology; give a TensorFlow.js layers model');
  refuseForbiddenKeys('model.json', model.modelTopology);
  const topology = model.modelTopology;
  const { class_name: kind, config } = 'model_config' in topology ? (topology.model_config ?? {}) as Partial<StoredConfig> : topology;
  const held = Array.isArray(config) ? { layers: config } : isRecord(config) ? config : {};
  const layers = checkedLayers(held.layers);
  if (kind === 'Sequential') return { batchShape: batchShapeOf(layers[0]) ?? held.build_input_shape, layers: layers.map((stored, at) => ({ stored, inputs: at === 0 ? [] : [at - 1] })) };
  if (kind !== 'Functional' && kind !== 'Model') throw new Error(`model: ${kind} is not supported; use a Sequential or a functional model`);
  const input = onlyInput(layers);
  return { batchShape: batchShapeOf(input), layers: linkedLayers(layers, held.output_layers) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keras 3 calls it `batch_shape`. */
const batchShapeOf = ({ config }: StoredLayer): unknown => config.batch_input_shape ?? config.batch_shape;

function checkedLayers(layers: unknown): readonly StoredLayer[] {
  if (!Array.isArray(layers) || layers.length === 0) throw new Error('model: it has no layers; save it after adding some');
  const seen = new Set<string>();
  for (const [at, layer] of layers.entries()) {
    const name: unknown = isRecord(layer) && isRecord(layer.config) ? layer.config.name : undefined;
    if (!isRecord(layer) || typeof layer.class_name !== 'string' || typeof name !== 'string' || name === '')
      throw new Error(`layer ${at}: it has no class_name, config or name; give a TensorFlow.js layers model`);
    if (FORBIDDEN.has(name)) throw new Error(`layer name: ${name} is not allowed; rename the layer`);
    if (seen.has(name)) throw new Error(`layer name: ${name} is used twice; give each layer its own`);
    seen.add(name);
  }
  return layers as readonly StoredLayer[];
}

function onlyInput(layers: readonly StoredLayer[]): StoredLayer {
  const inputs = layers.filter((layer) => layer.class_name === 'InputLayer');
  if (inputs.length !== 1) throw new Error(`model: ${inputs.length} inputs (${inputs.map(({ config }) => config.name).join(', ')}) are not supported; ${ONE_WAY}`);
  return inputs[0];
}

/** A functional model's layers, each after those that it takes, otherwise as they are listed. The output, to which all lead, is the last. */
function linkedLayers(layers: readonly StoredLayer[], outputs: unknown): readonly LinkedLayer[] {
  const byName = new Map(layers.map((layer) => [layer.config.name, layer]));
  const ends = outputNames(outputs);
  if (ends.length !== 1) throw new Error(`model: ${ends.length} outputs (${ends.join(', ')}) are not supported; ${ONE_WAY}`);
  if (!byName.has(ends[0])) throw new Error(`model: its output ${ends[0]} is not among its layers; save the model again`);
  const linked = inOrder(layers, byName);
  const taken = new Set(linked.flatMap(({ inputs }) => inputs));
  const loose = linked.find(({ stored }, at) => !taken.has(at) && stored.config.name !== ends[0]);
  if (loose) throw new Error(`layer ${loose.stored.config.name}: it does not lead to the output ${ends[0]}; ${ONE_WAY}`);
  return linked;
}

/** Depth first, without recursion: a file may hold a chain of any length. A layer is placed once all that it takes are. */
function inOrder(layers: readonly StoredLayer[], byName: ReadonlyMap<string, StoredLayer>): LinkedLayer[] {
  const places = new Map<StoredLayer, number>();
  const linked: LinkedLayer[] = [];
  const open = new Set<StoredLayer>();
  const waiting: { readonly stored: StoredLayer; readonly sources: readonly StoredLayer[]; next: number }[] = [];
  const enter = (stored: StoredLayer): void => {
    if (places.has(stored)) return;
    if (open.has(stored)) throw new Error(`layer ${stored.config.name}: it takes its own output; save the model again`);
    open.add(stored);
    waiting.push({ stored, sources: sourcesIn(stored, byName), next: 0 });
  };
  for (const layer of layers) {
    enter(layer);
    while (waiting.length > 0) {
      const { stored, sources } = waiting[waiting.length - 1];
      const source = sources[waiting[waiting.length - 1].next++];
      if (source) {
        enter(source);
        continue;
      }
      waiting.pop();
      open.delete(stored);
      places.set(stored, linked.length);
      linked.push({ stored, inputs: sources.map((each) => places.get(each)!) });
    }
  }
  return linked;
}

/** The layers whose outputs this one takes; none for the input. */
function sourcesIn({ class_name: kind, config: { name }, inbound_nodes: nodes }: StoredLayer, byName: ReadonlyMap<string, StoredLayer>): StoredLayer[] {
  const uses = Array.isArray(nodes) ? nodes : [];
  if (kind === 'InputLayer' && uses.length === 0) return [];
  if (uses.length !== 1) throw new Error(`layer ${name}: it is used ${uses.length} times; ${ONE_WAY}`);
  const sources = sourcesOf(uses[0]);
  if (sources.length === 0) throw new Error(`layer ${name}: ${kind} takes no input; save the model again`);
  return sources.map((source) => {
    const found = byName.get(source);
    if (!found) throw new Error(`layer ${name}: it takes ${source}, which is not in the model; save the model again`);
    return found;
  });
}

/** Names of what one use of a layer takes: [[name, node, tensor, …], …], or as Keras 3 writes it, { args: [tensor or tensors] }. */
function sourcesOf(use: unknown): string[] {
  if (Array.isArray(use)) return use.map((input) => String(Array.isArray(input) ? input[0] : input));
  const args = isRecord(use) && Array.isArray(use.args) ? use.args.flat() : [];
  return args.map((tensor) => {
    const history = isRecord(tensor) && isRecord(tensor.config) ? tensor.config.keras_history : null;
    return String(Array.isArray(history) ? history[0] : tensor);
  });
}

/** [[name, 0, 0], …], or [name, 0, 0] where there is one. */
function outputNames(outputs: unknown): string[] {
  if (!Array.isArray(outputs)) return [];
  return typeof outputs[0] === 'string' ? [outputs[0]] : outputs.map((output) => String(Array.isArray(output) ? output[0] : output));
}
