// The whole command as a process of its own, in float64.
import { execFile, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseNpy } from '../data/npy.ts';
import { relativeError } from '../testing/relativeError.ts';
import { unzip } from '../testing/unzip.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ORACLE = `${ROOT}src/engine/testing/oracle/`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jacobian-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`${ROOT}scripts/jacobian.mjs`, ...args], { encoding: 'utf8', cwd: folder }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }));
  });
}

const asked = (name: string, of: string, ...more: string[]) => ['--model', `${ORACLE}${name}/model.json`, '--input', `${ORACLE}${name}/input.npy`, '--of', of, '--device', 'cpu', ...more];
const truth = async (name: string, array: string) => parseNpy(await readFile(`${ORACLE}${name}/${array}.npy`));

/** The file's dense matrix. */
async function written(out: string) {
  return parseNpy(unzip(await readFile(join(folder, out))).get('J.npy')!);
}

describe('npm run jacobian', () => {
  it('writes a whole file, says what it does on stderr alone, and leaves nothing else behind', async () => {
    const { code, stdout, stderr } = await run(...asked('strided', 'conv2', '--out', 'strided.npz'));
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^on the processor \(float64\)\n24 rows by 158 columns.+\nstrided\.npz: \d+ bytes\n$/);
    const J = await written('strided.npz');
    expect(J.shape).toEqual([24, 158]);
    expect(relativeError(J.data, (await truth('strided', 'J')).data)).toBeLessThan(1e-12);
    expect((await readdir(folder)).filter((name) => name.startsWith('strided'))).toEqual(['strided.npz']);
  }, 60_000);

  it.each([
    ['with respect to the input', 'dilated', ['--wrt', 'input'], 'J_input'],
    ['with batch statistics', 'deep-small-batch', ['--batch-norm', 'batch'], 'J'],
    ['by dense cotangents', 'depthwise', ['--method', 'batched'], 'J'],
    ['row by row', 'depthwise', ['--method', 'loop'], 'J'],
    ['in parts', 'overlapping-pool', ['--budget', '40kB'], 'J'],
  ])('%s: %s', async (_what, name, options, array) => {
    const { of } = JSON.parse(await readFile(`${ORACLE}${name}/case.json`, 'utf8')) as { of: string };
    const { code, stderr } = await run(...asked(name, of, ...options, '--out', `${name}.npz`));
    expect([code, stderr.split('\n')[0]]).toEqual([0, 'on the processor (float64)']);
    expect(relativeError((await written(`${name}.npz`)).data, (await truth(name, array)).data)).toBeLessThan(1e-6);
  }, 60_000);

  it('takes some images of a gzipped file, some rows of theirs, and named parameters in the network’s order', async () => {
    await writeFile(join(folder, 'input.npy.gz'), gzipSync(await readFile(`${ORACLE}deep-small/input.npy`)));
    const { of, params } = JSON.parse(await readFile(`${ORACLE}deep-small/case.json`, 'utf8')) as { of: string; params: string[] };
    const wrt = 'bn1/gamma,conv1/kernel';
    expect(params.indexOf('conv1/kernel')).toBe(0);
    const { code } = await run('--model', `${ORACLE}deep-small/model.json`, '--input', 'input.npy.gz', '--of', of, '--device', 'cpu', '--images', '1:2', '--rows', '7:12', '--wrt', wrt, '--out', 'some.npz');
    expect(code).toBe(0);
    const [J, all] = [await written('some.npz'), await truth('deep-small', 'J')];
    const about = JSON.parse(new TextDecoder().decode(parseNpy(unzip(await readFile(join(folder, 'some.npz'))).get('about.npy')!).data as Uint8Array));
    expect(about).toMatchObject({ firstImage: 1, firstRow: 7, rows: 5, parameters: [{ parameter: 'conv1/kernel' }, { parameter: 'bn1/gamma' }] });
    const [perImage, columns, size] = [all.shape[0] / (await truth('deep-small', 'input')).shape[0], all.shape[1], about.parameters[0].size as number];
    const kernel = (matrix: typeof J, row: number) => Array.from(matrix.data.subarray(row * matrix.shape[1], row * matrix.shape[1] + size));
    expect(all.shape[1]).toBe(columns);
    for (let r = 0; r < 5; r++) expect(relativeError(kernel(J, r), kernel(all, perImage + 7 + r)) || 0).toBeLessThan(1e-6);
  }, 60_000);

  it('prints a plan and computes nothing', async () => {
    const { code, stdout } = await run(...asked('deep-relu3', 'relu3', '--plan'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ device: 'the processor', rows: 1568, columns: 6000, method: 'structured' });
  }, 60_000);

  it.each([
    [['--of', 'x', '--plan'], 64, /^--model: missing/],
    [[...asked('strided', 'conv2'), '--out', 'x.txt'], 64, /^--out: x\.txt; end it in \.npz or \.mat/m],
    [[...asked('strided', 'conv2'), '--out', 'no/folder/x.npz'], 64, /^--out: no\/folder\/x\.npz: there is no folder no\/folder; make it first/m],
    [[...asked('strided', 'conv9'), '--out', 'x.npz'], 65, /^layer: conv9 is not in this network; choose one of conv1/m],
    [[...asked('strided', 'conv2'), '--wrt', 'conv1/gamma', '--out', 'x.npz'], 65, /^parameter: conv1\/gamma is not at or below this layer; choose from conv1\/kernel/m],
    [[...asked('strided', 'conv2'), '--rows', '20:25', '--out', 'x.npz'], 65, /^--rows: 20:25 is not among the 24 rows; choose from 0:24/m],
    [[...asked('strided', 'conv2'), '--images', '2:', '--out', 'x.npz'], 65, /^--images: 2: is not among the 2 images; choose from 0:2/m],
    [[...asked('strided', 'conv2'), '--budget', '10', '--out', 'x.npz'], 65, /^budget: 10 bytes/m],
    [['--model', `${ORACLE}strided/model.json`, '--input', `${ORACLE}mlp/input.npy`, '--of', 'conv2', '--device', 'cpu', '--out', 'x.npz'], 65, /^images: an array \[3, 5, 5, 1\] where the network takes \[N, 9, 10, 3\]; resize/m],
    [['--model', `${ORACLE}strided/nothing.json`, '--input', `${ORACLE}mlp/input.npy`, '--of', 'conv2', '--out', 'x.npz'], 65, /^--model: .+nothing\.json: there is no such file; check the path/m],
    [['--model', ORACLE, '--input', `${ORACLE}mlp/input.npy`, '--of', 'conv2', '--out', 'x.npz'], 65, /^--model: .+: it is a folder; name the file in it/m],
  ])('%j ends with %i', async (args, wanted, words) => {
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toMatch(words);
    expect([code, stdout]).toEqual([wanted, '']);
    expect((await readdir(folder)).filter((name) => name.startsWith('x.'))).toEqual([]);
  }, 60_000);

  it.each(['missing', 'cut short', 'of another model'])('refuses weights that are %s', async (problem) => {
    const place = join(folder, problem.replaceAll(' ', '-'));
    await mkdir(place);
    await copyFile(`${ORACLE}strided/model.json`, join(place, 'model.json'));
    const bytes = await readFile(`${ORACLE}strided/weights.bin`);
    if (problem === 'cut short') await writeFile(join(place, 'weights.bin'), bytes.subarray(0, -1));
    if (problem === 'of another model') await copyFile(`${ORACLE}mlp/weights.bin`, join(place, 'weights.bin'));
    const { code, stderr } = await run('--model', join(place, 'model.json'), '--input', `${ORACLE}strided/input.npy`, '--of', 'conv2', '--device', 'cpu', '--out', 'x.npz');
    expect(code).toBe(65);
    expect(stderr).toMatch(problem === 'missing' ? /^weights file: .+weights\.bin: there is no such file/ : problem === 'cut short' ? /^weights weights\.bin: 631 bytes where model\.json needs 632, so the file is cut short/ : /^weights weights\.bin: \d+ bytes where model\.json needs 632/);
  }, 60_000);

  it.each([
    ['an image', 'input.npy', /^image 1: NaN at row 8, column 9, channel 2; give finite numbers/],
    ['a weight', 'weights.bin', /^weights conv1\/kernel: NaN at \[0, 0, 0, 0\]; load or train them again/],
  ])('refuses %s that is not finite', async (what, file, words) => {
    const place = join(folder, what.replaceAll(' ', '-'));
    await mkdir(place);
    for (const name of ['model.json', 'weights.bin', 'input.npy']) await copyFile(`${ORACLE}strided/${name}`, join(place, name));
    const bytes = await readFile(join(place, file));
    // The last number of the images, the first of the weights.
    bytes.writeFloatLE(NaN, what === 'a weight' ? 0 : bytes.length - 4);
    await writeFile(join(place, file), bytes);
    const { code, stderr } = await run('--model', join(place, 'model.json'), '--input', join(place, 'input.npy'), '--of', 'conv2', '--device', 'cpu', '--out', 'x.npz');
    expect(stderr.split('\n').at(-2)).toMatch(words);
    expect(code).toBe(65);
  }, 60_000);

  it.each([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const)('%s: removes what it began, keeps a file that was there, and ends with %i', async (signal, wanted) => {
    const out = join(folder, `kept-${signal}.npz`);
    await writeFile(out, 'before');
    const child = spawn(process.execPath, [`${ROOT}scripts/jacobian.mjs`, ...asked('seed-relu1', 'relu1', '--method', 'batched', '--out', out)], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
    let said = '';
    await new Promise<void>((resolve) => child.stderr.on('data', (words: Buffer) => (said += words.toString()).includes('rows by') && resolve()));
    child.kill(signal);
    expect(await ended).toBe(wanted);
    expect(said).toMatch(/interrupted: nothing was written; run it again\n$/);
    expect(await readFile(out, 'utf8')).toBe('before');
    expect((await readdir(folder)).filter((name) => name.startsWith(`kept-${signal}`))).toEqual([`kept-${signal}.npz`]);
  }, 60_000);
});
