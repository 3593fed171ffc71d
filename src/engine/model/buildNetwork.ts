// The networks that can be trained here, by name. Knows no training and no weights.
import type { TrainedNetwork } from '../protocol.ts';
import { buildDigitNetwork, type DigitNetworkSpec } from './digitNetwork.ts';
import { buildMlpNetwork } from './mlpNetwork.ts';
import type { tfl } from './tensorflow.ts';
import { buildThreeBlockNetwork } from './threeBlockNetwork.ts';

export interface TrainedNetworkEntry {
  readonly name: TrainedNetwork;
  readonly label: string;
  readonly help: string;
  readonly build: (spec: DigitNetworkSpec) => tfl.Sequential;
}

/** In the order in which they are offered. */
export const TRAINED_NETWORKS: readonly TrainedNetworkEntry[] = [
  {
    name: 'question', label: 'The question’s', build: buildDigitNetwork,
    help: 'One 5 × 5 convolution with 20 filters, batch norm, ReLU, one dense layer: the network whose Jacobian was asked for.',
  },
  {
    name: 'three-block', label: 'Three blocks', build: buildThreeBlockNetwork,
    help: 'MATLAB’s digit example: three convolutions with 8, 16 and 32 filters, each with batch norm and ReLU, pools between them.',
  },
  {
    name: 'mlp', label: 'Perceptron', build: buildMlpNetwork,
    help: 'Dense layers of 64, 32 and 10 units, batch norm after the first; no convolution.',
  },
];

/** The layers of `network`, kernels zero (gamma and the moving variance 1). Weights are named `conv1/kernel` and so on. */
export function buildNetwork(network: TrainedNetwork, spec: DigitNetworkSpec): tfl.Sequential {
  const entry = TRAINED_NETWORKS.find(({ name }) => name === network);
  if (!entry) throw new Error(`network: ${network} is not one that can be trained; choose ${TRAINED_NETWORKS.map(({ name }) => name).join(', ')}`);
  return entry.build(spec);
}
