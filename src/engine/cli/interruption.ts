// Ctrl-C and its kind: the first stops the work in order, the second ends the process at once.

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit code of the signal that came; null while none has. */
  code(): number | null;
}

export function interruption(): Interruption {
  const abort = new AbortController();
  let code: number | null = null;
  for (const [name, number] of Object.entries(CODES))
    process.on(name, () => {
      if (code !== null) process.exit(number);
      code = number;
      abort.abort(new Error('interrupted: nothing was written; run it again'));
    });
  return { signal: abort.signal, code: () => code };
}
