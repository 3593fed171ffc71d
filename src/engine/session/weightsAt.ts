// The same network with the weights of another moment. Knows no run.
import { EngineFault } from '../engineError.ts';
import type { Network, Parameter } from '../model/network.ts';

const isParameter = (value: unknown): value is Parameter => typeof value === 'object' && value !== null && 'values' in value && 'shape' in value && 'name' in value;

/**
 * Every parameter, batch norms' statistics too, takes its numbers from `weights`, by name (`conv1/kernel`); none is copied.
 * @throws EngineFault when one is missing or of another size.
 */
export function weightsAt({ inputShape, layers }: Network, weights: ReadonlyMap<string, Float32Array>): Network {
  const renewed = (value: unknown): unknown => {
    if (!isParameter(value)) return value;
    const values = weights.get(value.name);
    const size = value.shape.reduce((product, extent) => product * extent, 1);
    if (values?.length !== size) throw new EngineFault('weights', `${value.name}: ${values?.length ?? 'no'} numbers are kept for ${size}; they are of a network of another shape`);
    return { ...value, values };
  };
  return { inputShape, layers: layers.map((layer) => Object.fromEntries(Object.entries(layer).map(([key, value]) => [key, renewed(value)])) as unknown as (typeof layers)[number]) };
}
