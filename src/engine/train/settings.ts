// The controls of a run: names, bounds, defaults (those of the question) and one plain line each.
import { TRAINED_NETWORKS } from '../model/buildNetwork.ts';
import type { SettingField, TrainSettings } from '../protocol.ts';

const DATA: readonly SettingField[] = [
  {
    name: 'seed', label: 'Seed', group: 'data', kind: 'integer', default: 1, min: 0, max: 4294967295, step: 1,
    help: 'Starts every random choice: the split, the first weights, the order. The same seed on the same device gives the same run.',
  },
  {
    name: 'imagesPerClass', label: 'Training images per class', group: 'data', kind: 'integer', default: 50, min: 1, max: 50_000, step: 1,
    help: 'Drawn at random from each class. All others are kept for validation.',
  },
  {
    name: 'pixelScale', label: 'Pixel scale', group: 'data', kind: 'choice', default: '0-255',
    choices: [
      { value: '0-255', label: '0 to 255, as stored' },
      { value: '0-1', label: '0 to 1' },
    ],
    help: 'The range of the pixels before the mean training image is taken away.',
  },
  {
    name: 'shuffle', label: 'Shuffle', group: 'data', kind: 'choice', default: 'once',
    choices: [
      { value: 'once', label: 'Once, before training' },
      { value: 'every-epoch', label: 'Before every epoch' },
      { value: 'never', label: 'Never' },
    ],
    help: 'When the order of the training images is drawn. Unshuffled batches hold few classes each and train badly.',
  },
];

const NETWORK: readonly SettingField[] = [
  {
    name: 'network', label: 'Network', group: 'network', kind: 'choice', default: 'question', choices: TRAINED_NETWORKS.map(({ name, label }) => ({ value: name, label })),
    help: 'Which layers there are. Each network keeps its own last run.',
  },
  {
    name: 'filters', label: 'Filters', group: 'network', kind: 'integer', default: 20, min: 1, max: 64, step: 1, networks: ['question'],
    help: 'Kernels of conv1, and so maps of relu1.',
  },
  {
    name: 'kernelSize', label: 'Kernel size', group: 'network', kind: 'integer', default: 5, min: 1, max: 15, step: 1, networks: ['question'],
    help: 'Rows and columns of each kernel. Larger kernels leave smaller maps.',
  },
  {
    name: 'batchNormEpsilon', label: 'Batch-norm epsilon', group: 'network', kind: 'number', default: 1e-5, min: 1e-8, max: 0.1,
    help: 'Added to the variance before its square root, so that no division is by zero.',
  },
  {
    name: 'batchNormMomentum', label: 'Batch-norm momentum', group: 'network', kind: 'number', default: 0.9, min: 0, max: 0.999,
    help: 'How much of the running statistics each iteration keeps. At the end the whole training set’s statistics replace them.',
  },
];

const OPTIMIZER: readonly SettingField[] = [
  {
    name: 'epochs', label: 'Epochs', group: 'optimizer', kind: 'integer', default: 4, min: 1, max: 100, step: 1,
    help: 'Passes over the training images.',
  },
  {
    name: 'batchSize', label: 'Batch size', group: 'optimizer', kind: 'integer', default: 128, min: 2, max: 1024, step: 1,
    help: 'Images per iteration. What is left over at the end of an epoch is dropped.',
  },
  {
    name: 'learningRate', label: 'Learning rate', group: 'optimizer', kind: 'number', default: 0.01, min: 1e-7, max: 10,
    help: 'Size of each step against the gradient.',
  },
  {
    name: 'momentum', label: 'Momentum', group: 'optimizer', kind: 'number', default: 0.9, min: 0, max: 0.999,
    help: 'How much of the previous step the next one keeps.',
  },
  {
    name: 'l2', label: 'Weight decay (L2)', group: 'optimizer', kind: 'number', default: 1e-4, min: 0, max: 1,
    help: 'Adds this many times the kernel to its gradient. Biases, gamma and beta are left alone.',
  },
];

const VALIDATION: readonly SettingField[] = [
  {
    name: 'validationEvery', label: 'Validate every', group: 'validation', kind: 'integer', default: 30, min: 1, max: 100000, step: 1,
    help: 'Iterations between validations. There is always one at the end.',
  },
  {
    name: 'validationImages', label: 'Validation images, at most', group: 'validation', kind: 'integer', default: 9500, min: 1, max: 250_000, step: 1,
    help: 'Spread evenly over the images that are not trained on. Fewer are quicker and less exact.',
  },
];

/** Every control, in the order in which they are shown. */
export const SETTING_FIELDS: readonly SettingField[] = [...DATA, ...NETWORK, ...OPTIMIZER, ...VALIDATION];

/** The settings of the question. */
export const DEFAULT_SETTINGS = Object.fromEntries(SETTING_FIELDS.map((field) => [field.name, field.default])) as unknown as TrainSettings;
