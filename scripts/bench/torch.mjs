// PyTorch's jacrev and jacfwd on the same problems, where the system's python3 has torch.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @returns { version, timings: [{ title, name, least, median, runs, note }] }, or null without torch. */
export function benchTorch() {
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', [fileURLToPath(new URL('torch_jacobian.py', import.meta.url))], { encoding: 'utf8', maxBuffer: 1e8 });
  if (status === 0) return JSON.parse(stdout);
  if (status !== null && !/No module named/.test(stderr)) console.error(stderr);
  return null;
}
