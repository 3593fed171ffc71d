// The problems that are measured: the reference network of 1, 16 and 64 images, the three-block network of 1 and 8, and a
// perceptron. Measures nothing.
import { oracleProblem, type OracleProblem } from '../src/engine/testing/oracleTable.ts';

export type Problem = Pick<OracleProblem, 'network' | 'images'>;

export interface Case {
  readonly title: string;
  readonly problem: Problem;
  readonly of: string;
  /** Whole jobs measured. */
  readonly runs: number;
  /** Rows that the slow methods are measured on. */
  readonly sample: { readonly batched: number; readonly loop: number } | null;
}

interface Recipe extends Omit<Case, 'problem'> {
  readonly problem: () => Promise<Problem>;
}

const RECIPES: readonly Recipe[] = [
  { title: 'reference network, relu1, 1 image', problem: () => reference(1), of: 'relu1', runs: 25, sample: { batched: 512, loop: 64 } },
  { title: 'reference network, relu1, 16 images', problem: () => reference(16), of: 'relu1', runs: 15, sample: null },
  { title: 'reference network, relu1, 64 images', problem: () => reference(64), of: 'relu1', runs: 15, sample: null },
  { title: 'three blocks, relu3, 1 image', problem: () => oracle('deep-relu3', 1), of: 'relu3', runs: 25, sample: { batched: 256, loop: 32 } },
  { title: 'three blocks, relu3, 8 images', problem: () => oracle('deep-relu3', 8), of: 'relu3', runs: 9, sample: null },
  { title: 'perceptron 784-64-32-10, softmax, 1 image', problem: perceptron, of: 'softmax', runs: 25, sample: { batched: 10, loop: 10 } },
];

export const CASE_TITLES = RECIPES.map(({ title }) => title);

/** @throws when there is no such case. */
export async function caseOf(title: string): Promise<Case> {
  const recipe = RECIPES.find((candidate) => candidate.title === title);
  if (!recipe) throw new Error(`case: ${title}; take one of ${CASE_TITLES.join(', ')}`);
  return { ...recipe, problem: await recipe.problem() };
}

/** The network of the question, with `N` images. */
export function reference(N: number): Promise<Problem> {
  return oracle('seed-relu1', N);
}

/** The oracle's image N times, each rolled by one pixel more than the one before: no two are alike, all have the same numbers. */
async function oracle(name: 'seed-relu1' | 'deep-relu3', N: number): Promise<Problem> {
  const { network, images } = await oracleProblem(name);
  const [, H, W, C] = images.shape;
  const size = H * W * C;
  const data = Float32Array.from({ length: N * size }, (_, k) => images.data[((k % size) + Math.floor(k / size)) % size]);
  return { network, images: { data, shape: [N, H, W, C] } };
}

/** 784 → 64 → 32 → 10, ReLUs between, every number of it drawn from one sine. */
async function perceptron(): Promise<Problem> {
  const parameter = (name: string, shape: number[], scale: number) => ({
    name, shape, values: Float32Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, k) => scale * Math.sin(12.9898 * (k + name.length))),
  });
  const dense = (name: string, inputs: number, units: number) => ({
    kind: 'dense' as const, name, trainable: true, kernel: parameter(`${name}/kernel`, [inputs, units], 1 / Math.sqrt(inputs)), bias: parameter(`${name}/bias`, [units], 0.1),
  });
  const relu = (name: string) => ({ kind: 'activation' as const, function: 'relu' as const, name, trainable: true });
  const { images } = await reference(1);
  return {
    images,
    network: {
      inputShape: [28, 28, 1],
      layers: [{ kind: 'flatten', name: 'flatten', trainable: true }, dense('fc1', 784, 64), relu('relu1'), dense('fc2', 64, 32), relu('relu2'), dense('fc3', 32, 10), { kind: 'softmax', name: 'softmax', trainable: true }],
    },
  };
}
