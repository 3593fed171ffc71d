// Exported files in the hands of NumPy, SciPy and Octave, where they are installed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportJacobian } from '../export/exportJacobian.ts';
import type { ExportFormat, ExportLayout } from '../export/source.ts';
import type { JacobianOptions } from '../jacobian/jacobian.ts';
import type { OracleName } from '../testing/oracle.ts';
import { oracleProblem } from '../testing/oracleTable.ts';
import { octaveHere, output, pythonWith } from '../testing/tools.ts';
import { exportSource } from './exportSource.ts';

const ORACLE = fileURLToPath(new URL('../testing/oracle', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readers-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(file: string, name: OracleName, layout: ExportLayout, more: Partial<JacobianOptions> = {}): Promise<void> {
  const { network, images, oracle } = await oracleProblem(name);
  const source = await exportSource(network, images, { of: oracle.of, batchNorm: oracle.batchNorm, ...more }, null, {}, layout);
  const pieces: Uint8Array[] = [];
  const format = file.endsWith('.mat') ? 'mat' : ('npz' satisfies ExportFormat);
  for await (const chunk of exportJacobian(source, { format, layout })) pieces.push(chunk.slice());
  await writeFile(join(folder, file), Buffer.concat(pieces));
}

const NUMPY = `
import json, sys
import numpy as np
truth = lambda case, name: np.load(f'${ORACLE}/{case}/{name}.npy')
def near(what, got, wanted):
    error = np.linalg.norm(got - wanted) / np.linalg.norm(wanted)
    assert got.shape == wanted.shape and error < 1e-6, (what, got.shape, wanted.shape, error)
`;

describe('NumPy', () => {
  const python = pythonWith('numpy');
  it.skipIf(!python)('reads all layouts of an npz (runs where python3 has numpy)', async () => {
    await write('dense.npz', 'deep-small', 'dense');
    await write('parameters.npz', 'deep-small', 'parameters');
    await write('blocks.npz', 'deep-small', 'blocks', { rows: { start: 5, count: 70 } });
    await write('input.npz', 'deep-small-batch', 'blocks', { wrt: 'input' });
    expect(output(python!, ['-c', `${NUMPY}
J = truth('deep-small', 'J')
z = np.load('dense.npz')
near('J', z['J'], J)
near('h', z['h'], truth('deep-small', 'h'))
assert (np.ravel_multi_index(z['rows'].T, z['h'].shape) == np.arange(len(J))).all()
about = json.loads(bytes(z['about']))
for b, p in enumerate(about['parameters']):
    columns = z['columns'][p['start']:p['start'] + p['size']]
    assert (columns[:, 0] == b).all() and z['weights/' + p['parameter']].shape == tuple(p['shape'])
    assert (np.ravel_multi_index(columns[:, 1:1 + len(p['shape'])].T, p['shape']) == np.arange(p['size'])).all()
z = np.load('parameters.npz')
for p in about['parameters']:
    near(p, z['J/' + p['parameter']], J[:, p['start']:p['start'] + p['size']].reshape(z['h'].shape + tuple(p['shape'])))
def dense(z):
    about = json.loads(bytes(z['about']))
    J = np.zeros((about['rows'], about['columns'] + 1))
    for p in about['parameters']:
        values, columns = z[f"J/{p['parameter']}/values"], z[f"J/{p['parameter']}/columns"]
        columns = np.where(columns < 0, about['columns'], p['start'] + columns)
        np.put_along_axis(J, columns[np.arange(len(J)) % len(columns)], values, 1)
    return J[:, :-1]
near('blocks', dense(np.load('blocks.npz')), J[5:75])
near('input', dense(np.load('input.npz')), truth('deep-small-batch', 'J_input'))
print('read')
`], folder)).toBe('read\n');
  }, 120_000);
});

const SCIPY = `${NUMPY}
from scipy.io import loadmat
def ours(z, about, map_of=None):
    """The file's J in TensorFlow's order, by its index maps alone."""
    N, H, W, C = about['outputShape']
    h, w, c, n = z['rows'].T - 1
    row = ((n * H + h) * W + w) * C + c
    J = np.zeros(z['J'].shape)
    columns = []
    for b, p in enumerate(about['parameters']):
        subscripts = z['columns'][p['start']:p['start'] + p['size']]
        assert (subscripts[:, 0] == b + 1).all()
        k = subscripts[:, 1:] - 1
        if p['parameter'] == 'input': k = k[:, [3, 0, 1, 2]]
        elif len(p['shape']) == 2:
            extents = map_of(p['parameter'])
            y, x, f = np.unravel_index(k[:, 1], extents, order='F')
            k = np.stack([np.ravel_multi_index((y, x, f), extents), k[:, 0]], 1)
        columns.append(p['start'] + np.ravel_multi_index(k[:, :len(p['shape'])].T, p['shape']))
    J[np.ix_(row, np.concatenate(columns))] = z['J']
    return J
`;

describe('SciPy', () => {
  const python = pythonWith('numpy', 'scipy.io');
  it.skipIf(!python)('reads a mat file in MATLAB’s order (runs where python3 has scipy)', async () => {
    await write('dense.mat', 'deep-small', 'dense');
    await write('fc.mat', 'seed-softmax', 'dense');
    await write('input.mat', 'dilated', 'dense', { wrt: 'input' });
    await write('parameters.mat', 'deep-small', 'parameters');
    expect(output(python!, ['-c', `${SCIPY}
about = lambda z: json.loads(str(z['about'][0]))
z = loadmat('dense.mat')
near('J', ours(z, about(z)), truth('deep-small', 'J'))
near('h', z['h'], truth('deep-small', 'h').transpose(1, 2, 3, 0))
near('input', z['input'], truth('deep-small', 'input').transpose(1, 2, 3, 0))
z = loadmat('fc.mat')
near('fc', ours(z, about(z), lambda name: (24, 24, 20))[truth('seed-softmax', 'rows')], truth('seed-softmax', 'J_rows'))
z = loadmat('input.mat')
near('by input', ours(z, about(z)), truth('dilated', 'J_input'))
z, J = loadmat('parameters.mat'), truth('deep-small', 'J')
for p in about(z)['parameters']:
    shape = truth('deep-small', 'h').shape + tuple(p['shape'])
    wanted = J[:, p['start']:p['start'] + p['size']].reshape(shape)
    wanted = wanted.transpose(1, 2, 3, 0, *range(4, len(shape)))
    name = p['parameter'].replace('/', '_')
    near(name, z['J_' + name].reshape(wanted.shape), wanted)
    assert z['weights_' + name].size == p['size']
print('read')
`], folder)).toBe('read\n');
  }, 120_000);
});

describe('Octave', () => {
  const octave = octaveHere();
  it.skipIf(!octave)('reads a mat file in MATLAB’s order (runs where octave is)', async () => {
    await write('relu.mat', 'seed-softmax', 'blocks', { of: 'relu1', wrt: ['bn1/beta'] });
    await write('fc2.mat', 'seed-softmax', 'dense', { of: 'fc2', wrt: ['fc2/kernel', 'fc2/bias'] });
    await write('conv.mat', 'seed-softmax', 'dense', { of: 'conv1', wrt: ['conv1/kernel', 'conv1/bias'] });
    expect(output(octave!, ['--no-gui', '--quiet', '--eval', `
function near(what, got, wanted)
  if any(size(got) ~= size(wanted)) || norm(got(:) - wanted(:)) > 1e-6 * norm(wanted(:)), error('%s differs', what); end
end
% A convolution is linear in its kernel and bias, so that J times them is h: rows, columns and weights are in one order.
s = load('conv.mat');
theta = double([s.weights_conv1_kernel(:); s.weights_conv1_bias(:)]);
near('conv', s.J * theta, s.h(:));
% And that order is [h w c f]: each map is a sum of valid correlations.
h = zeros(size(s.h));
for f = 1:size(s.weights_conv1_kernel, 4)
  for c = 1:size(s.input, 3)
    h(:, :, f, 1) += conv2(double(s.input(:, :, c, 1)), rot90(double(s.weights_conv1_kernel(:, :, c, f)), 2), 'valid');
  end
  h(:, :, f, 1) += double(s.weights_conv1_bias(f));
end
near('maps', h(:, :, :, 1), s.h(:, :, :, 1));
% A unit of a dense layer by its own weights: the map that was flattened, first index fastest.
r = load('relu.mat'); t = load('fc2.mat');
units = size(t.weights_fc2_kernel, 1);
own = t.J(3, 3:units:numel(t.weights_fc2_kernel));
near('inputs', own(:), r.h(:, :, :, 1)(:));
near('fc2', double(t.weights_fc2_kernel) * own(:) + double(t.weights_fc2_bias(:)), t.h(:, 1));
disp('read')
`], folder)).toBe('read\n');
  }, 120_000);
});
