// What the command may be asked, and how it is told. Knows no file.
import { parseArgs } from 'node:util';

export interface Command {
  readonly model: string;
  readonly input: string;
  readonly of: string;
  readonly wrt: 'input' | readonly string[] | undefined;
  readonly batchNorm: 'inference' | 'batch';
  readonly method: 'auto' | 'structured' | 'batched' | 'loop';
  readonly device: 'auto' | 'webgpu' | 'cpu';
  readonly layout: 'dense' | 'blocks' | 'parameters';
  readonly rows: { readonly first: number; readonly end: number } | null;
  readonly budget: number | undefined;
  readonly out: string | null;
  readonly format: 'npz' | 'mat';
  readonly plan: boolean;
}

export class UsageError extends Error {}

export const HELP = `The Jacobian of a layer's outputs with respect to parameters or input.

  npm run --silent jacobian -- --model DIR/model.json --input IMAGES.npy --of LAYER --out OUT.npz

  --model FILE        TensorFlow.js layers model: model.json, its weight files beside it
  --input FILE        images: .npy (float32, float64 or uint8, [N,H,W,C] or [N,H,W]) or IDX, gzipped or not; taken as they are
  --of LAYER          the layer whose outputs are differentiated
  --wrt WHAT          params (default), input, or names: conv1/kernel,bn1/gamma
  --batch-norm MODE   inference (default): moving statistics; batch: those of the images
  --method METHOD     auto (default), structured, batched, loop
  --device WHERE      auto (default): WebGPU where there is a driver, else the float64 reference; webgpu; cpu
  --layout LAYOUT     dense (default): J [rows, columns]; blocks: as stored, with their columns; parameters: one array each
  --rows A:B          rows A up to and without B, counted over (image, y, x, channel); either may be left out
  --budget BYTES      what may be held at a time: 256MB (default), 1e9, 2GiB
  --out FILE          OUT.npz for NumPy or OUT.mat for MATLAB and Octave
  --plan              print what it would take, as JSON, and end
  --help, --version

Exit codes: 0 done, 64 wrong usage, 65 bad data, 75 the device was lost or memory ran out, 130 interrupted.
`;

const OPTIONS = {
  model: { type: 'string' }, input: { type: 'string' }, of: { type: 'string' }, wrt: { type: 'string' }, 'batch-norm': { type: 'string' },
  method: { type: 'string' }, device: { type: 'string' }, layout: { type: 'string' }, rows: { type: 'string' }, budget: { type: 'string' },
  out: { type: 'string' }, plan: { type: 'boolean' }, help: { type: 'boolean' }, version: { type: 'boolean' },
} as const;

function oneOf<T extends string>(option: string, value: string | undefined, choices: readonly T[]): T {
  if (value === undefined) return choices[0];
  const found = choices.find((choice) => choice === value);
  if (!found) throw new UsageError(`--${option}: ${value}; choose ${choices.join(', ')}`);
  return found;
}

function rowsOf(value: string | undefined): Command['rows'] {
  if (value === undefined) return null;
  const match = /^(\d*):(\d*)$/.exec(value);
  const [first, end] = match ? [Number(match[1] || 0), match[2] === '' ? Infinity : Number(match[2])] : [NaN, NaN];
  if (!(first < end)) throw new UsageError(`--rows: ${value}; give A:B with A less than B`);
  return { first, end };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

function bytesOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const match = /^([\d.]+(?:e\d+)?)([A-Za-z]*)$/.exec(value);
  const bytes = match ? Number(match[1]) * (UNITS[match[2]] ?? NaN) : NaN;
  if (!(bytes >= 1)) throw new UsageError(`--budget: ${value}; give bytes, as in 256MB, 1e9 or 2GiB`);
  return bytes;
}

function wrtOf(value: string | undefined): Command['wrt'] {
  if (value === undefined || value === 'params') return undefined;
  return value === 'input' ? 'input' : value.split(',');
}

function needed(option: string, value: string | undefined): string {
  if (!value) throw new UsageError(`--${option}: missing; see --help`);
  return value;
}

/** @throws UsageError */
export function parseCommand(args: readonly string[]): Command | 'help' | 'version' {
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? `${error.message.split('. ')[0]}; see --help` : String(error));
  }
  if (values.help) return 'help';
  if (values.version) return 'version';
  const out = values.plan ? (values.out ?? null) : needed('out', values.out);
  if (out !== null && !/\.(npz|mat)$/.test(out)) throw new UsageError(`--out: ${out}; end it in .npz or .mat`);
  return {
    model: needed('model', values.model),
    input: needed('input', values.input),
    of: needed('of', values.of),
    wrt: wrtOf(values.wrt),
    batchNorm: oneOf('batch-norm', values['batch-norm'], ['inference', 'batch']),
    method: oneOf('method', values.method, ['auto', 'structured', 'batched', 'loop']),
    device: oneOf('device', values.device, ['auto', 'webgpu', 'cpu']),
    layout: oneOf('layout', values.layout, ['dense', 'blocks', 'parameters']),
    rows: rowsOf(values.rows),
    budget: bytesOf(values.budget),
    out,
    format: out?.endsWith('.mat') ? 'mat' : 'npz',
    plan: values.plan ?? false,
  };
}
