// Kinds of layers as a reader calls them. Pure.
const words: Record<string, string> = {
  conv2d: 'convolution',
  depthwiseConv2d: 'depthwise conv.',
  batchNorm: 'batch norm',
  maxPool: 'max pool',
  averagePool: 'average pool',
  globalMaxPool: 'global max',
  globalAveragePool: 'global average',
  zeroPadding: 'zero padding',
  relu: 'ReLU',
  relu6: 'ReLU 6',
  leakyRelu: 'leaky ReLU',
  prelu: 'PReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  hardSigmoid: 'hard sigmoid',
};

/** `batch norm` of `batchNorm`; a kind without words of its own by its name. */
export function typeInWords(type: string): string {
  return words[type] ?? type;
}
