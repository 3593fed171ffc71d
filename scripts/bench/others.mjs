// The same problem by PyTorch and JAX, where the machine's Python has them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LIBRARIES = ['torch_jacobian.py', 'jax_jacobian.py'];
// The system's: one on the PATH may be bare.
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

/** @returns [{ title, library, device, timings: [{ name, least, median, runs, note }] }] of the libraries there are; no timings of what they are not measured on. */
export function benchOthers(title, { gpu }) {
  return LIBRARIES.flatMap((script) => {
    const { status, stdout, stderr } = spawnSync(PYTHON, [fileURLToPath(new URL(script, import.meta.url)), title, gpu ? 'gpu' : 'processor'], { encoding: 'utf8', maxBuffer: 1e8 });
    if (status === 0) return [{ title, ...JSON.parse(stdout) }];
    if (status !== null && !/No module named/.test(stderr)) console.error(stderr);
    return [];
  });
}
