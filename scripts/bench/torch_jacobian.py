"""Times PyTorch's functional Jacobians of one of the oracle's problems, named by its title, on the processor, float32; prints JSON."""
import json, os, statistics, sys, time

import numpy as np
import torch
import torch.nn.functional as F

try:
    from torch.func import jacfwd, jacrev, vjp, vmap
except ImportError:
    from functorch import jacfwd, jacrev, vjp, vmap

torch.set_num_threads(os.cpu_count() or 1)
ORACLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../src/engine/testing/oracle')


def load(name, of):
    folder = os.path.join(ORACLE, name)
    model = json.load(open(f'{folder}/model.json'))
    blob = np.fromfile(f'{folder}/weights.bin', np.float32)
    weights, at = {}, 0
    for entry in model['weightsManifest'][0]['weights']:
        size = int(np.prod(entry['shape']))
        weights[entry['name']] = torch.tensor(blob[at:at + size].reshape(entry['shape']))
        at += size
    layers = []
    for layer in model['modelTopology']['model_config']['config']['layers']:
        layers.append((layer['class_name'], layer['config']))
        if layer['config']['name'] == of:
            break
    return layers, weights, torch.tensor(np.load(f'{folder}/input.npy'))


def forward(layers, constants, params, x):
    for kind, c in layers:
        name = c['name']
        if kind == 'Conv2D':
            pad = c['kernel_size'][0] // 2 if c['padding'] == 'same' else 0
            x = F.conv2d(x, params[f'{name}/kernel'].permute(3, 2, 0, 1), params[f'{name}/bias'], padding=pad)
        elif kind == 'BatchNormalization':
            view = lambda v: v.view(1, -1, 1, 1)
            mean, variance = constants[f'{name}/moving_mean'], constants[f'{name}/moving_variance']
            x = (x - view(mean)) / torch.sqrt(view(variance) + c['epsilon']) * view(params[f'{name}/gamma']) + view(params[f'{name}/beta'])
        elif kind == 'ReLU':
            x = torch.relu(x)
        elif kind == 'MaxPooling2D':
            x = F.max_pool2d(x, 2, 2)
        else:
            raise ValueError(kind)
    return x.permute(0, 2, 3, 1).reshape(-1)


# Runs of a way: as many as fit the seconds, within these limits.
FEWEST, MOST, SECONDS = 3, 25, 6


def measure(title, name, work, note=None):
    work()
    times = []
    while len(times) < FEWEST or (len(times) < MOST and sum(times) < 1000 * SECONDS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return {'title': title, 'name': name, 'least': min(times), 'median': statistics.median(times), 'runs': len(times), 'note': note}


def J_rows(f, params):
    return f(params).numel()


def check(name, way, J):
    """A wrong matrix is not measured."""
    rows = np.load(os.path.join(ORACLE, name, 'rows.npy'))
    truth = np.load(os.path.join(ORACLE, name, 'J_rows.npy'))
    error = np.linalg.norm(J.numpy()[rows] - truth) / np.linalg.norm(truth)
    assert error < 1e-5, f'{way} of {name} is off by {error}'


def case(title, name, of, chunks):
    layers, weights, x = load(name, of)
    x = x.permute(0, 3, 1, 2)
    constants = {k: v for k, v in weights.items() if 'moving' in k}
    used = {c['name'] for _, c in layers}
    params = {k: v for k, v in weights.items() if 'moving' not in k and k.split('/')[0] in used}
    f = lambda p: forward(layers, constants, p, x)
    flat = lambda J: torch.cat([J[k].reshape(J[k].shape[0], -1) for k in params], 1)

    def chunked(size):
        h, pull = vjp(f, params)
        R = h.numel()
        parts = []
        for first in range(0, R, size):
            n = min(size, R - first)
            u = torch.zeros(n, R)
            u[torch.arange(n), first + torch.arange(n)] = 1
            parts.append(vmap(pull)(u)[0])
        return parts

    ways = {'PyTorch jacfwd': lambda: jacfwd(f)(params)}
    if J_rows(f, params) < 5000:
        ways['PyTorch jacrev'] = lambda: jacrev(f)(params)
    for way, work in ways.items():
        check(name, way, flat(work()))
    timings = [measure(title, way, work) for way, work in ways.items()]
    check(name, 'vmap(vjp)', torch.cat([flat(part) for part in chunked(chunks[0])]))
    best = [measure(title, f'PyTorch vmap(vjp), {size} rows at a time', lambda: chunked(size)) for size in chunks]
    return [*timings, min(best, key=lambda t: t['median'])]


CASES = {
    'reference network, relu1, 1 image': ('seed-relu1', 'relu1', (256, 1024)),
    'three blocks, relu3, 1 image': ('deep-relu3', 'relu3', (64, 98, 196, 392)),
}
title = sys.argv[1]
timings = case(title, *CASES[title]) if title in CASES else []
json.dump({'version': torch.__version__, 'timings': timings}, sys.stdout)
