// A layer's parameters, moving statistics included, wherever they stand in it. Knows no layer's maths.
import { readFloats } from '../gpu/readback.ts';
import type { Layer, Network, Parameter } from '../model/network.ts';

function isParameter(value: unknown): value is Parameter {
  return typeof value === 'object' && value !== null && 'values' in value && 'name' in value && 'shape' in value;
}

/** Trainable ones and moving statistics, in the order in which the layer holds them. */
export function parametersOf(layer: Layer): Parameter[] {
  return Object.values(layer).filter(isParameter);
}

/** The network with every parameter replaced by what `change` makes of it. */
export function withParameters(network: Network, change: (parameter: Parameter) => Parameter): Network {
  const layers = network.layers.map((layer) => {
    const entries = Object.entries(layer).map(([key, value]) => [key, isParameter(value) ? change(value) : value]);
    return Object.fromEntries(entries) as Layer;
  });
  return { ...network, layers };
}

/** How many numbers its shape says that it has. */
export const numbersOf = ({ shape }: Parameter) => shape.reduce((product, extent) => product * extent, 1);

/** The network with all its numbers in host memory. @throws when the device does not give them. */
export async function readBack(network: Network, device: GPUDevice | null): Promise<Network> {
  const read = new Map<Parameter, Float32Array>();
  for (const parameter of network.layers.flatMap(parametersOf)) {
    if (ArrayBuffer.isView(parameter.values)) continue;
    if (!device) throw new Error(`parameter: ${parameter.name} is on a device; read it back before asking for the CPU reference`);
    read.set(parameter, await readFloats(device, parameter.values.buffer, 0, numbersOf(parameter)));
  }
  return read.size === 0 ? network : withParameters(network, (parameter) => ({ ...parameter, values: read.get(parameter) ?? parameter.values }));
}
