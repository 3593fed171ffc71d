import { expect, test } from 'vitest';
import { exitCodeOf, TemporaryFailure, UsageError } from './exitCode.ts';

const withCode = (code: string) => Object.assign(new Error(`${code}: write`), { code });

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('work: it succeeded; make it fail');
}

test.each([
  [new UsageError('--of: missing'), 64],
  [new Error('layer: conv9 is not in this network'), 65],
  ['words', 65],
  [withCode('ENOENT'), 65],
  [new TemporaryFailure('device: it was lost'), 75],
  [withCode('ENOSPC'), 75],
  [new Error('device: out of memory; use a smaller budget'), 75],
  // As V8 says it.
  [failureOf(() => new Float64Array(2 ** 60)), 75],
  [failureOf(() => new ArrayBuffer(2 ** 53 - 1)), 75],
])('%s ends with %i', (error, code) => expect(exitCodeOf(error)).toBe(code));
