// What the command may be asked. Knows no file.
import { parseArgs } from 'node:util';
import { UsageError } from './exitCode.ts';

/** `first` up to and without `end`, as Python counts; `end` is Infinity where it was left out. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

export interface Command {
  readonly model: string;
  readonly input: string;
  /** Null: all. */
  readonly images: Range | null;
  readonly of: string;
  /** Undefined: all trainable parameters up to `of`. */
  readonly wrt: 'input' | readonly string[] | undefined;
  readonly batchNorm: 'inference' | 'batch';
  readonly method: 'auto' | 'structured' | 'batched' | 'loop';
  readonly device: 'auto' | 'webgpu' | 'cpu';
  readonly layout: 'dense' | 'blocks' | 'parameters';
  /** Null: all. */
  readonly rows: Range | null;
  /** Bytes; undefined: the engine's own. */
  readonly budget: number | undefined;
  /** Null only for a plan. */
  readonly out: string | null;
  readonly format: 'npz' | 'mat';
  readonly plan: boolean;
}

const OPTIONS = {
  model: { type: 'string' }, input: { type: 'string' }, images: { type: 'string' }, of: { type: 'string' }, wrt: { type: 'string' },
  'batch-norm': { type: 'string' }, method: { type: 'string' }, device: { type: 'string' }, layout: { type: 'string' }, rows: { type: 'string' },
  budget: { type: 'string' }, out: { type: 'string' }, plan: { type: 'boolean' }, help: { type: 'boolean' }, version: { type: 'boolean' },
} as const;

/** @throws UsageError naming the option, what it was given, and what it takes. */
export function parseCommand(args: readonly string[]): Command | 'help' | 'version' {
  const values = valuesOf(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  const plan = values.plan ?? false;
  const out = plan && values.out === undefined ? null : needed('out', values.out);
  return {
    model: needed('model', values.model),
    input: needed('input', values.input),
    images: rangeOf('images', values.images),
    of: needed('of', values.of),
    wrt: wrtOf(values.wrt),
    batchNorm: oneOf('batch-norm', values['batch-norm'], ['inference', 'batch']),
    method: oneOf('method', values.method, ['auto', 'structured', 'batched', 'loop']),
    device: oneOf('device', values.device, ['auto', 'webgpu', 'cpu']),
    layout: oneOf('layout', values.layout, ['dense', 'blocks', 'parameters']),
    rows: rangeOf('rows', values.rows),
    budget: bytesOf(values.budget),
    out,
    format: out === null ? 'npz' : formatOf(out),
    plan,
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    // Node's second sentence is about positional arguments, of which there are none here.
    throw new UsageError(`usage: ${(error as Error).message.split('. ')[0]}; see --help`, { cause: error });
  }
}

function needed(option: string, value: string | undefined): string {
  if (!value) throw new UsageError(`--${option}: missing; see --help`);
  return value;
}

function oneOf<T extends string>(option: string, value: string | undefined, choices: readonly T[]): T {
  const found = value === undefined ? choices[0] : choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`--${option}: ${value}; choose ${choices.join(', ')}`);
  return found;
}

function rangeOf(option: string, value: string | undefined): Range | null {
  if (value === undefined) return null;
  const match = /^(\d{0,15}):(\d{0,15})$/.exec(value);
  const range = match && { first: Number(match[1]), end: match[2] === '' ? Infinity : Number(match[2]) };
  if (!range || range.first >= range.end) throw new UsageError(`--${option}: ${value}; give A:B with A less than B, the first being 0; B itself is left out`);
  return range;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1], ['b', 1], ['kb', 1e3], ['mb', 1e6], ['gb', 1e9], ['tb', 1e12], ['kib', 2 ** 10], ['mib', 2 ** 20], ['gib', 2 ** 30], ['tib', 2 ** 40],
]);

function bytesOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const match = /^(\d+(?:\.\d*)?(?:e\d{1,2})?)\s*([a-z]*)$/i.exec(value);
  const bytes = match ? Math.floor(Number(match[1]) * (UNITS.get(match[2].toLowerCase()) ?? NaN)) : NaN;
  if (!(bytes >= 1)) throw new UsageError(`--budget: ${value}; give bytes, as in 256MB, 1e9 or 2GiB`);
  return bytes;
}

function wrtOf(value: string | undefined): Command['wrt'] {
  if (value === undefined || value === 'params') return undefined;
  if (value === 'input') return value;
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) throw new UsageError(`--wrt: ${JSON.stringify(value)}; give params, input, or names with commas between them, as in conv1/kernel,bn1/gamma`);
  return names;
}

function formatOf(out: string): Command['format'] {
  const ending = /\.(npz|mat)$/i.exec(out);
  if (!ending) throw new UsageError(`--out: ${out}; end it in .npz or .mat`);
  return ending[1].toLowerCase() as Command['format'];
}
