// How far a file is, on stderr: a line that is written over on a terminal, a line every few seconds elsewhere.

/** A function to call with bytes done and bytes in all. */
export function progressLine(now: () => number = () => performance.now(), out: Pick<typeof process.stderr, 'write' | 'isTTY'> = process.stderr): (done: number, total: number) => void {
  const began = now();
  let last = began;
  return (done, total) => {
    const time = now();
    const finished = done >= total;
    if (!finished && time - last < (out.isTTY ? 200 : 5_000)) return;
    if (finished && !out.isTTY && time - began < 5_000) return;
    last = time;
    const left = Math.max(0, ((time - began) / 1000 / done) * (total - done));
    const words = `${Math.min(100, Math.floor((100 * done) / total))} %, ${left.toFixed(0)} s left`;
    out.write(out.isTTY ? `\r${words}    ${finished ? '\n' : ''}` : `${words}\n`);
  };
}
