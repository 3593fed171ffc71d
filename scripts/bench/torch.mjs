// PyTorch's jacrev and jacfwd on the same problem, where the system's python3 has torch.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @returns { version, timings: [{ title, name, least, median, runs, note }] }, no timings where it has no such case, or null without torch. */
export function benchTorch(title) {
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', [fileURLToPath(new URL('torch_jacobian.py', import.meta.url)), title], { encoding: 'utf8', maxBuffer: 1e8 });
  if (status === 0) return JSON.parse(stdout);
  if (status !== null && !/No module named/.test(stderr)) console.error(stderr);
  return null;
}
