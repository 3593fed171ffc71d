// The layers of a stored model (model.json) as one chain, from its input to its output. Knows no weights and no sizes.
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

export interface StoredChain {
  /** [null, H, W, C] or [null, F], not checked yet. */
  readonly batchShape: unknown;
  readonly layers: readonly StoredLayer[];
}

const CHAIN_ONLY = 'only models whose layers follow one another are supported';

/**
 * The layers in the order in which they work, and the shape of what goes in.
 * @throws when the model is neither Sequential nor a functional model that is one chain; names the layer where it branches.
 */
export function storedLayers(model: StoredModel): StoredChain {
  if (!isRecord(model) || !isRecord(model.modelTopology)) throw new Error('model.json: it has no modelTopology; give a TensorFlow.js layers model');
  refuseForbiddenKeys('model.json', model.modelTopology);
  const topology = model.modelTopology;
  const { class_name: kind, config } = 'model_config' in topology ? (topology.model_config ?? {}) as Partial<StoredConfig> : topology;
  const held = Array.isArray(config) ? { layers: config } : isRecord(config) ? config : {};
  const layers = checkedLayers(held.layers);
  if (kind === 'Sequential') return { batchShape: batchShapeOf(layers[0]) ?? held.build_input_shape, layers };
  if (kind !== 'Functional' && kind !== 'Model') throw new Error(`model: ${kind} is not supported; use a Sequential model, or a functional one whose layers follow one another`);
  const chain = chainOf(layers, held.output_layers);
  return { batchShape: batchShapeOf(chain[0]), layers: chain };
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

/** A functional model's layers, followed from its one input. */
function chainOf(layers: readonly StoredLayer[], outputs: unknown): readonly StoredLayer[] {
  const inputs = layers.filter((layer) => layer.class_name === 'InputLayer');
  if (inputs.length !== 1) throw new Error(`model: ${inputs.length} inputs (${inputs.map(({ config }) => config.name).join(', ')}) are not supported; ${CHAIN_ONLY}`);
  const ends = outputNames(outputs);
  if (ends.length > 1) throw new Error(`model: ${ends.length} outputs (${ends.join(', ')}) are not supported; ${CHAIN_ONLY}`);
  const followers = followersOf(layers);
  const chain: StoredLayer[] = [];
  for (let next: StoredLayer | undefined = inputs[0]; next; ) {
    chain.push(next);
    const after: readonly StoredLayer[] = followers.get(next.config.name) ?? [];
    if (after.length > 1) throw new Error(`layer ${next.config.name}: it feeds ${after.length} layers (${after.map(({ config }) => config.name).join(', ')}); ${CHAIN_ONLY}`);
    next = after[0];
  }
  const lost = layers.find((layer) => !chain.includes(layer));
  if (lost) throw new Error(`layer ${lost.config.name}: it is not reached from the input ${inputs[0].config.name}; ${CHAIN_ONLY}`);
  return chain;
}

/** Which layers take each layer's output. */
function followersOf(layers: readonly StoredLayer[]): ReadonlyMap<string, readonly StoredLayer[]> {
  const followers = new Map<string, StoredLayer[]>(layers.map(({ config }) => [config.name, []]));
  for (const layer of layers) {
    const source = sourceOf(layer);
    if (source === null) continue;
    const list = followers.get(source);
    if (!list) throw new Error(`layer ${layer.config.name}: it takes ${source}, which is not in the model; save the model again`);
    list.push(layer);
  }
  return followers;
}

/** The one layer whose output this one takes; null for the input. */
function sourceOf({ class_name: kind, config: { name }, inbound_nodes: nodes }: StoredLayer): string | null {
  const uses = Array.isArray(nodes) ? nodes : [];
  if (kind === 'InputLayer' && uses.length === 0) return null;
  if (uses.length !== 1) throw new Error(`layer ${name}: it is used ${uses.length} times; ${CHAIN_ONLY}`);
  const sources = sourcesOf(uses[0]);
  if (sources.length !== 1) throw new Error(`layer ${name}: ${kind} takes ${sources.length} inputs (${sources.join(', ')}); ${CHAIN_ONLY}`);
  return sources[0];
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
