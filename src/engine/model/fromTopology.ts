// A TensorFlow.js layers model as it is stored (model.json and its weights) into the engine's network. Knows no TensorFlow.js.
import { inputShapeOf, lowerLayer } from './lowerLayer.ts';
import type { Network } from './network.ts';

interface StoredConfig {
  readonly class_name: string;
  readonly config: unknown;
}

/** As TensorFlow.js saves it, or as Keras does, one level deeper. */
export interface StoredModel {
  readonly modelTopology: StoredConfig | { readonly model_config: StoredConfig };
}

export type StoredWeights = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>;

interface StoredLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
}

const camelCase = (key: string) => key.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());

/** @throws when the model is not Sequential or holds a layer that is not supported. */
export function networkFromTopology(model: StoredModel, weights: StoredWeights): Network {
  const { modelTopology: topology } = model;
  const { class_name, config } = 'model_config' in topology ? topology.model_config : topology;
  if (class_name !== 'Sequential') throw new Error(`model: ${class_name} is not supported; use a Sequential model`);
  const layers = (Array.isArray(config) ? config : (config as { layers: StoredLayer[] }).layers) as StoredLayer[];
  const batchShape = layers[0].config.batch_input_shape as (number | null)[];
  return {
    inputShape: inputShapeOf(batchShape),
    layers: layers.flatMap(({ class_name: className, config: stored }) => {
      const { name } = stored;
      return lowerLayer({
        className,
        name,
        trainable: stored.trainable !== false,
        config: Object.fromEntries(Object.entries(stored).map(([key, value]) => [camelCase(key), value])),
        weight: (weight) => {
          const found = weights[`${name}/${weight}`];
          return found ? { name: `${name}/${weight}`, shape: found.shape, values: found.values } : null;
        },
      });
    }),
  };
}
