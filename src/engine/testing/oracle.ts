// The float64 ground truth in `oracle/`, ready for a comparison. Knows nothing of the engine it judges.
import { parseNpy, type NpyData } from '../data/npy.ts';
import { readOracleFile } from './readOracleFile.ts';

export { relativeError } from './relativeError.ts';

export const ORACLE_NAMES = [
  'seed-relu1', 'seed-relu1-batch', 'seed-softmax', 'deep-relu3', 'deep-small', 'deep-small-batch', 'strided', 'dilated', 'overlapping-pool', 'depthwise', 'mlp',
] as const;
export type OracleName = (typeof ORACLE_NAMES)[number];

export interface Shaped<T> {
  shape: number[];
  data: T;
}

/** R = rows, P = columns, S = size of the input. `u` is a cotangent [R], `v` a tangent [P]. */
export interface OracleArrays {
  /** The output of layer `of`, [N, …] channels last. */
  h: Shaped<Float64Array>;
  /** [R, P]; full cases only. */
  J?: Shaped<Float64Array>;
  /** [R, S]; full cases only. */
  J_input?: Shaped<Float64Array>;
  /** Numbers of the rows kept of a case too large to keep whole. */
  rows?: Shaped<Int32Array>;
  /** Those rows, [rows.data.length, P]. */
  J_rows?: Shaped<Float64Array>;
  row_norms: Shaped<Float64Array>;
  col_norms: Shaped<Float64Array>;
  u: Shaped<Float64Array>;
  uJ: Shaped<Float64Array>;
  v: Shaped<Float64Array>;
  Jv: Shaped<Float64Array>;
}

export interface OracleCase {
  name: string;
  /** The parsed model.json of a TensorFlow.js layers model. */
  modelJson: LayersModelJson;
  /** Every weight of the model, moving statistics too, by `layer/weight`. */
  weights: Record<string, { shape: number[]; values: Float32Array }>;
  /** The bytes of weights.bin, as `tf.io.fromMemory` wants them. */
  weightData: ArrayBuffer;
  /** [N, H, W, C]. */
  input: Shaped<Float32Array>;
  of: string;
  batchNorm: 'inference' | 'batch';
  /** Parameter names in column order. */
  params: string[];
  rows: number;
  columns: number;
  /** True when the whole J is kept. */
  full: boolean;
  arrays: OracleArrays;
}

export interface WeightEntry {
  name: string;
  shape: number[];
  dtype: 'float32';
}

export interface LayersModelJson {
  modelTopology: {
    model_config: { class_name: string; config: { name: string; layers: { class_name: string; config: Record<string, unknown> & { name: string } }[] } };
  };
  weightsManifest: { paths: string[]; weights: WeightEntry[] }[];
}

interface CaseJson extends Pick<OracleCase, 'of' | 'batchNorm' | 'params' | 'columns' | 'rows' | 'full'> {}

/** Reads one case, in Node and in the browser alike. Throws when a file is missing, damaged or of another shape than announced. */
export async function loadOracle(name: OracleName | (string & {})): Promise<OracleCase> {
  if (!(ORACLE_NAMES as readonly string[]).includes(name)) {
    throw new Error(`oracle case: ${name}; take one of ${ORACLE_NAMES.join(', ')}`);
  }
  const [caseJson, modelJson, weightBytes, input] = await Promise.all([
    readJson<CaseJson>(`${name}/case.json`),
    readJson<LayersModelJson>(`${name}/model.json`),
    readOracleFile(`${name}/weights.bin`),
    readArray(name, 'input', Float32Array),
  ]);
  const weights = splitWeights(modelJson, weightBytes);
  const { of, batchNorm, params, rows, columns, full } = caseJson;
  const arrays = await readArrays(name, caseJson);
  return { name, modelJson, weights, weightData: weightBytes.slice().buffer, input, of, batchNorm, params, rows, columns, full, arrays };
}

async function readArrays(name: string, { rows, columns, full }: CaseJson): Promise<OracleArrays> {
  const read = (file: string, size?: number) => readArray(name, file, Float64Array, size);
  const [h, row_norms, col_norms, u, uJ, v, Jv] = await Promise.all([
    read('h', rows), read('row_norms', rows), read('col_norms', columns), read('u', rows), read('uJ', columns), read('v', columns), read('Jv', rows),
  ]);
  const probes = { h, row_norms, col_norms, u, uJ, v, Jv };
  if (full) return { ...probes, J: await read('J', rows * columns), J_input: await read('J_input') };
  const kept = await readArray(name, 'rows', Int32Array);
  return { ...probes, rows: kept, J_rows: await read('J_rows', kept.data.length * columns) };
}

async function readArray<T extends NpyData>(name: string, file: string, type: { new (length: number): T }, size?: number): Promise<Shaped<T>> {
  const { shape, data } = parseNpy(await readOracleFile(`${name}/${file}.npy`));
  if (!(data instanceof type)) throw new Error(`oracle array: ${name}/${file} holds a ${data.constructor.name}; expected a ${type.name}`);
  if (size !== undefined && data.length !== size) throw new Error(`oracle array: ${name}/${file} has ${data.length} numbers; case.json says ${size}`);
  return { shape, data };
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await readOracleFile(path))) as T;
}

/** weights.bin holds the weights one after another, in the order of the manifest. */
function splitWeights(model: LayersModelJson, bytes: Uint8Array): OracleCase['weights'] {
  const values = new Float32Array(bytes.slice().buffer);
  const weights: OracleCase['weights'] = {};
  let start = 0;
  for (const { name, shape } of model.weightsManifest.flatMap((group) => group.weights)) {
    const size = shape.reduce((a, b) => a * b, 1);
    weights[name] = { shape, values: values.slice(start, start + size) };
    start += size;
  }
  if (start !== values.length) throw new Error(`weights.bin: ${values.length} numbers; the manifest of the model needs ${start}`);
  return weights;
}
