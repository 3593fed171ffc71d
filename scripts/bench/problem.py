"""The problems that other libraries are measured on: the oracle's, by the titles of bench/cases.ts. Knows no library but NumPy."""
import json, os, statistics, time

import numpy as np

ORACLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../src/engine/testing/oracle')

# By title: the oracle's case, the layer, the images.
CASES = {
    'reference network, relu1, 1 image': ('seed-relu1', 'relu1', 1),
    'reference network, relu1, 16 images': ('seed-relu1', 'relu1', 16),
    'reference network, relu1, 64 images': ('seed-relu1', 'relu1', 64),
    'three blocks, relu3, 1 image': ('deep-relu3', 'relu3', 1),
    'three blocks, relu3, 8 images': ('deep-relu3', 'relu3', 8),
}


def load(name, of, images):
    """Layers up to `of` as (class, config), the weights by name, and the oracle's image so many times, each rolled by one pixel more."""
    folder = f'{ORACLE}/{name}'
    model = json.load(open(f'{folder}/model.json'))
    blob = np.fromfile(f'{folder}/weights.bin', np.float32)
    weights, at = {}, 0
    for entry in model['weightsManifest'][0]['weights']:
        size = int(np.prod(entry['shape']))
        weights[entry['name']] = blob[at:at + size].reshape(entry['shape'])
        at += size
    layers = []
    for layer in model['modelTopology']['model_config']['config']['layers']:
        layers.append((layer['class_name'], layer['config']))
        if layer['config']['name'] == of:
            break
    used = {config['name'] for _, config in layers}
    weights = {k: v for k, v in weights.items() if k.split('/')[0] in used}
    one = np.load(f'{folder}/input.npy')
    x = np.stack([np.roll(one.reshape(-1), -n).reshape(one.shape[1:]) for n in range(images)])
    return layers, weights, x


def split(weights):
    """Parameters and constants."""
    return {k: v for k, v in weights.items() if 'moving' not in k}, {k: v for k, v in weights.items() if 'moving' in k}


def check(name, way, J):
    """A wrong matrix is not measured. `J` is the first image's, [rows, columns]."""
    rows = np.load(f'{ORACLE}/{name}/rows.npy')
    truth = np.load(f'{ORACLE}/{name}/J_rows.npy')
    error = np.linalg.norm(J[rows] - truth) / np.linalg.norm(truth)
    assert error < 1e-5, f'{way} of {name} is off by {error}'


# Runs of a way: as many as fit the seconds, within these limits.
FEWEST, MOST, SECONDS = 3, 25, 6


def timed(case, name, work, first):
    """Checks and times one way; `first` gives the first image's matrix of what `work`, which ends when its result is there, has made. A way that fails says so."""
    try:
        began = time.perf_counter()
        made = work()
        waited = 1000 * (time.perf_counter() - began)
        check(case, name, first(made))
        del made
        return {**measure(name, work), 'note': f'first call {waited:,.0f} ms'.replace(',', ' ')}
    except Exception as error:
        reason = 'out of memory' if 'memory' in str(error).lower() else str(error).split('\n')[0][:120]
        return {'name': name, 'least': None, 'median': None, 'runs': 0, 'note': f'failed: {reason}'}


def measure(name, work):
    work()
    times = []
    while len(times) < FEWEST or (len(times) < MOST and sum(times) < 1000 * SECONDS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return {'name': name, 'least': min(times), 'median': statistics.median(times), 'runs': len(times), 'note': None}
