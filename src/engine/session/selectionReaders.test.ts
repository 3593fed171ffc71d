// The file of a selection in the hands of NumPy and SciPy, where they are installed: what it holds must multiply to the unit's own activation.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExploreRequest, SelectionExportRequest } from '../protocol.ts';
import { fromDisk, PUBLIC } from '../testing/publicFolder.ts';
import { output, pythonWith } from '../testing/tools.ts';
import { Session } from './session.ts';

const session = new Session(PUBLIC, fromDisk);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selection-'));
  await session.open(() => {}, { backend: 'cpu' });
});
afterAll(() => rm(folder, { recursive: true }));

/** Both formats of one selection, as NAME.npz and NAME.mat. */
async function write(name: string, asked: ExploreRequest, chosen: Pick<SelectionExportRequest, 'unit' | 'column'>): Promise<void> {
  const { id: explorationId } = await session.explore(asked);
  for (const format of ['npz', 'mat'] as const) {
    const { exportId } = await session.exportSelection({ explorationId, format, provenance: 'in a test', link: '', ...chosen });
    const pieces: Uint8Array[] = [];
    for (let piece = await session.exportChunk(exportId); piece; piece = await session.exportChunk(exportId)) pieces.push(piece);
    await writeFile(join(folder, `${name}.${format}`), Buffer.concat(pieces));
  }
}

const PYTHON = `
import json
import numpy as np
from scipy.io import loadmat
def near(what, got, wanted):
    assert np.shape(got) == np.shape(wanted) and np.abs(got - wanted).max() <= 1e-5 * np.abs(wanted).max(), (what, got, wanted)
def same(name, layer):
    """Kernel and bias are all that a layer is differentiated by: row times parameters is the activation, in either format."""
    z, m = np.load(name + '.npz'), loadmat(name + '.mat')
    about = json.loads(bytes(z['about']))
    assert json.loads(str(m['about'][0])) == about
    flat = lambda key: layer + '_' + key
    n = sum((z['row/%s/%s' % (layer, key)].astype(float) * z['weights/%s/%s' % (layer, key)]).sum() for key in ('kernel', 'bias'))
    q = sum((m['row_' + flat(key)].astype(float) * m['weights_' + flat(key)]).sum() for key in ('kernel', 'bias'))
    near('npz', n, about['activation']); near('mat', q, about['activation'])
    u, v = z['unit'], m['unit'].ravel() - 1
    assert (v[[3, 0, 1, 2]] == u).all()
    here = (lambda a, at: a[tuple(at)] if a.ndim == 4 else a[at[0], at[3]])
    near('h', here(z['h'], u), about['activation'])
    near('h in mat', m['h'].squeeze()[tuple(v[:3]) if z['h'].ndim == 4 else v[2]], about['activation'])
    # The whole row in the order of its index map: the chosen parameter's number stands in both.
    at = [int(np.flatnonzero((maps == line).all(1))[0]) for maps, line in ((z['columns'], z['parameter']), (m['columns'], m['parameter'].ravel()))]
    near('entry', m['row'].ravel()[at[1]], z['row'][at[0]])
    near('column', here(z['column'], u), z['row'][at[0]])
    near('column in mat', m['column'].squeeze()[tuple(v[:3]) if z['h'].ndim == 4 else v[2]], z['row'][at[0]])
    shape, position = z['weights/' + about['parameter']['name']].shape, about['parameter']['position']
    assert list(z['parameter'][1:1 + len(shape)]) == position and abs(z['weights/' + about['parameter']['name']][tuple(position)] - about['parameter']['value']) < 1e-7
    near('input', m['input'].reshape(z['input'].shape[1:]), z['input'][0])
    assert (m['picture'].reshape(z['picture'].shape) == z['picture']).all() and z['picture'].dtype == np.uint8
    near('prediction', m['prediction'].ravel(), z['prediction'])
    assert about['provenance'] == 'in a test'
same('conv', 'conv1')
same('dense', 'fc2')
print('read')
`;

const python = pythonWith('numpy', 'scipy.io');

it.skipIf(!python)('multiplies to the activation in NumPy and in SciPy, each in its own order (runs where python3 has both)', async () => {
  // conv1/kernel[2,3,0,7], and a number of a kernel whose inputs were a map that was flattened.
  await write('conv', { digit: 3, of: 'conv1', wrt: ['conv1/kernel', 'conv1/bias'] }, { unit: { i: 9, j: 14, c: 7 }, column: 13 * 20 + 7 });
  await write('dense', { digit: 3, of: 'fc2', wrt: ['fc2/kernel', 'fc2/bias'] }, { unit: { i: 0, j: 0, c: 4 }, column: 10 * ((10 * 24 + 12) * 20 + 2) + 4 });
  expect(output(python!, ['-c', PYTHON], folder)).toBe('read\n');
}, 120_000);
