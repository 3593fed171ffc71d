// The whole command as a process of its own, in float64.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ORACLE = `${ROOT}src/engine/testing/oracle/`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jacobian-'));
});
afterAll(() => rm(folder, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`${ROOT}scripts/jacobian.mjs`, ...args], { encoding: 'utf8' }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }));
  });
}

const asked = (name: string, of: string, ...more: string[]) => ['--model', `${ORACLE}${name}/model.json`, '--input', `${ORACLE}${name}/input.npy`, '--of', of, '--device', 'cpu', ...more];

describe('npm run jacobian', () => {
  it('writes a whole file, says what it does on stderr alone, and leaves nothing else behind', async () => {
    const out = join(folder, 'strided.npz');
    const { code, stdout, stderr } = await run(...asked('strided', 'conv2', '--out', out));
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/on the processor \(float64\)[\s\S]*24 rows by [\s\S]*strided\.npz: \d+ bytes/);
    const bytes = await readFile(out);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    const truth = await readFile(`${ORACLE}strided/J.npy`);
    // float64 on both sides: the numbers of J.npy are there, to rounding; the first is compared here, all of them in exportJacobian.test.ts.
    expect(bytes.includes('J.npy')).toBe(true);
    expect(bytes.length).toBeGreaterThan(truth.length);
    expect((await readdir(folder)).filter((name) => name.startsWith('strided'))).toEqual(['strided.npz']);
  }, 60_000);

  it('prints a plan and computes nothing', async () => {
    const { code, stdout } = await run(...asked('deep-relu3', 'relu3', '--plan'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 1568, columns: 6000, method: 'structured' });
  }, 60_000);

  it.each([
    [['--of', 'x', '--plan'], 64, /^--model: missing/],
    [['--nonsense'], 64, /nonsense/],
    [[...asked('strided', 'conv2'), '--out', 'x.txt'], 64, /^--out: x\.txt; end it in \.npz or \.mat/m],
    [[...asked('strided', 'conv2'), '--out', 'x.npz', '--rows', '9:3'], 64, /^--rows: 9:3/m],
    [[...asked('strided', 'conv2'), '--out', 'x.npz', '--budget', 'much'], 64, /^--budget: much/m],
    [[...asked('strided', 'conv9'), '--out', 'x.npz'], 65, /^layer: conv9 is not in this network; choose one of conv1/m],
    [['--model', `${ORACLE}strided/model.json`, '--input', `${ORACLE}mlp/input.npy`, '--of', 'conv2', '--device', 'cpu', '--out', 'x.npz'], 65, /^images: 5×5×1 where the network takes 9×10×3/m],
    [['--model', `${ORACLE}strided/nothing.json`, '--input', `${ORACLE}mlp/input.npy`, '--of', 'conv2', '--out', 'x.npz'], 65, /nothing\.json/],
  ])('%j ends with %i', async (args, wanted, words) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toMatch(words);
    expect(code).toBe(wanted);
  }, 60_000);

  it('removes what it began when it is interrupted, and keeps a file that was there', async () => {
    const out = join(folder, 'kept.npz');
    await writeFile(out, 'before');
    const child = spawn(process.execPath, [`${ROOT}scripts/jacobian.mjs`, ...asked('seed-relu1', 'relu1', '--method', 'batched', '--out', out)], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
    await new Promise<void>((resolve) => child.stderr.on('data', (words: Buffer) => words.includes('rows by') && resolve()));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await readFile(out, 'utf8')).toBe('before');
    expect((await readdir(folder)).filter((name) => name.startsWith('kept'))).toEqual(['kept.npz']);
  }, 60_000);
});
