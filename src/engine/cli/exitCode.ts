// What the command's ends mean to a shell; the numbers are those of sysexits.h.

export const DONE = 0;
export const USAGE = 64;
export const DATA = 65;
export const TEMPORARY = 75;

/** The command itself is wrong, whatever is in the files. */
export class UsageError extends Error {}

/** It was right, and may work another time or on another machine: the device was lost, memory or disk ran out. */
export class TemporaryFailure extends Error {}

const OUT_OF_SOMETHING = new Set(['ENOSPC', 'EDQUOT', 'ENOMEM', 'EMFILE', 'ENFILE', 'EIO']);

/** Memory that the host or a device did not have; the last two are how V8 says it. */
const NO_MEMORY = /out of memory|allocation failed|Invalid (typed )?array length/i;

/** 64, 75, or else 65: something does not fit the model or the images. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return USAGE;
  if (!(error instanceof Error)) return DATA;
  const { code, message } = error as NodeJS.ErrnoException;
  return error instanceof TemporaryFailure || OUT_OF_SOMETHING.has(code ?? '') || NO_MEMORY.test(message) ? TEMPORARY : DATA;
}
