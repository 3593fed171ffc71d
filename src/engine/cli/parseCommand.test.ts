import { describe, expect, it } from 'vitest';
import { UsageError } from './exitCode.ts';
import { parseCommand } from './parseCommand.ts';

const least = ['--model', 'm/model.json', '--input', 'x.npy', '--of', 'relu1', '--out', 'J.npz'];

describe('the command', () => {
  it('asks for everything about all parameters unless told otherwise', () => {
    expect(parseCommand(least)).toEqual({
      model: 'm/model.json', input: 'x.npy', images: null, of: 'relu1', wrt: undefined, batchNorm: 'inference', method: 'auto', device: 'auto',
      layout: 'dense', rows: null, budget: undefined, out: 'J.npz', format: 'npz', plan: false,
    });
  });

  it('takes every option', () => {
    const more = ['--images', '2:', '--wrt', 'conv1/kernel, bn1/gamma', '--batch-norm', 'batch', '--method', 'loop', '--device', 'cpu', '--layout', 'blocks', '--rows', ':7', '--budget', '2GiB', '--out', 'a.MAT'];
    expect(parseCommand([...least, ...more])).toMatchObject({
      images: { first: 2, end: Infinity }, wrt: ['conv1/kernel', 'bn1/gamma'], batchNorm: 'batch', method: 'loop', device: 'cpu',
      layout: 'blocks', rows: { first: 0, end: 7 }, budget: 2 ** 31, out: 'a.MAT', format: 'mat',
    });
    expect(parseCommand([...least, '--wrt', 'input'])).toMatchObject({ wrt: 'input' });
    expect(parseCommand([...least, '--wrt', 'params'])).toMatchObject({ wrt: undefined });
  });

  it.each([['256MB', 256e6], ['1e9', 1e9], ['1.5 kB', 1500], ['300', 300], ['1TiB', 2 ** 40]])('a budget of %s is %i bytes', (given, bytes) => {
    expect(parseCommand([...least, '--budget', given])).toMatchObject({ budget: bytes });
  });

  it('needs no file for a plan, and nothing at all for help and version', () => {
    expect(parseCommand([...least.slice(0, 6), '--plan'])).toMatchObject({ plan: true, out: null });
    expect(parseCommand(['--help', '--budget', 'nonsense'])).toBe('help');
    expect(parseCommand(['--version'])).toBe('version');
  });

  it.each<readonly [readonly string[], RegExp]>([
    [['--nonsense'], /^usage: Unknown option '--nonsense'; see --help$/],
    [[...least, 'more'], /^usage: Unexpected argument 'more'.*; see --help$/],
    [least.slice(2), /^--model: missing; see --help/],
    [least.slice(0, 6), /^--out: missing/],
    [[...least, '--of', ''], /^--of: missing/],
    [[...least, '--out', 'J.txt'], /^--out: J\.txt; end it in \.npz or \.mat/],
    [[...least, '--method', 'fast'], /^--method: fast; choose auto, structured, batched, loop/],
    [[...least, '--batch-norm', 'toString'], /^--batch-norm: toString; choose inference, batch/],
    ...['9:3', '3:3', '3'].map((range): [string[], RegExp] => [[...least, `--rows=${range}`], new RegExp(`^--rows: ${range}; give A:B with A less than B`)]),
    ...['-1:3', '1:2:3', '1e3:', 'a:b'].map((range): [string[], RegExp] => [[...least, `--images=${range}`], new RegExp(`^--images: ${range}; give A:B`)]),
    ...['much', '0', '-5', '1 parsec', '1e999', '0.5', 'Infinity', ''].map((budget): [string[], RegExp] => [[...least, `--budget=${budget}`], /^--budget: .*; give bytes, as in 256MB, 1e9 or 2GiB/]),
    [[...least, '--wrt', 'conv1/kernel,,bn1/gamma'], /^--wrt: "conv1\/kernel,,bn1\/gamma"; give params, input, or names/],
    [[...least, '--wrt', ''], /^--wrt: ""; give params/],
  ])('%j is wrong usage', (args, words) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
    expect(() => parseCommand(args)).toThrow(words);
  });
});
