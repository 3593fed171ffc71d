"""Times PyTorch's functional Jacobians of a problem, named by its title, in float32, on the processor or the GPU; prints JSON."""
import json, os, sys

import numpy as np
import torch
import torch.nn.functional as F

from problem import CASES, load, split, timed

try:
    from torch.func import jacfwd, jacrev, vjp, vmap
except ImportError:
    from functorch import jacfwd, jacrev, vjp, vmap

torch.set_num_threads(os.cpu_count() or 1)
# Ten bits of a product are not float32.
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False

CHUNKS = {'reference network, relu1, 1 image': (256, 1024), 'three blocks, relu3, 1 image': (64, 98, 196, 392)}
# All rows at once are left out on a processor above so many: they take gigabytes.
MOST_ROWS = 5000


def forward(layers, constants, params, x):
    """Of images [N, C, H, W]: the layer's outputs, [N, rows], channels last."""
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
    return x.permute(0, 2, 3, 1).flatten(1)


def case(title, device):
    name, of, images = CASES[title]
    layers, weights, x = load(name, of, images)
    params, constants = ({k: torch.tensor(v, device=device) for k, v in part.items()} for part in split(weights))
    x = torch.tensor(x, device=device).permute(0, 3, 1, 2).contiguous()
    f = lambda p, image: forward(layers, constants, p, image[None])[0]
    flat = lambda J: torch.cat([J[k].reshape(J[k].shape[0], -1) for k in params], 1).cpu().numpy()

    def finished(work):
        """`work` and what it has given the device to do."""
        def whole():
            made = work()
            if device == 'cuda':
                torch.cuda.synchronize()
            return made
        return whole

    def chunked(size):
        h, pull = vjp(lambda p: f(p, x[0]), params)
        R = h.numel()
        parts = []
        for first in range(0, R, size):
            n = min(size, R - first)
            u = torch.zeros(n, R, device=device)
            u[torch.arange(n), first + torch.arange(n)] = 1
            parts.append(vmap(pull)(u)[0])
        return parts

    if images > 1:
        # Image by image, or the blocks between different images would be made too; on a processor it would take minutes.
        if device != 'cuda':
            return []
        one = lambda J: flat({k: v[0] for k, v in J.items()})
        ways = [(way, each) for way in (jacfwd, jacrev) for each in (None, 8)]
        label = lambda way, each: f'PyTorch vmap({way.__name__})' + (f', {each} images at a time' if each else '')
        return [timed(name, label(way, each), finished(lambda: vmap(way(f), (None, 0), chunk_size=each)(params, x)), one) for way, each in ways if each is None or each < images]
    timings = [timed(name, 'PyTorch jacfwd', finished(lambda: jacfwd(f)(params, x[0])), flat)]
    if device == 'cuda' or f(params, x[0]).numel() < MOST_ROWS:
        timings.append(timed(name, 'PyTorch jacrev', finished(lambda: jacrev(f)(params, x[0])), flat))
    if title in CHUNKS:
        rows = lambda parts: np.concatenate([flat(part) for part in parts])
        best = [timed(name, f'PyTorch vmap(vjp), {size} rows at a time', finished(lambda: chunked(size)), rows) for size in CHUNKS[title]]
        timings.append(min(best, key=lambda t: t['median'] or float('inf')))
    return timings


title, wanted = sys.argv[1:3]
device = 'cuda' if wanted == 'gpu' and torch.cuda.is_available() else 'cpu'
json.dump({'library': f'PyTorch {torch.__version__}', 'device': device, 'timings': case(title, device) if title in CASES else []}, sys.stdout)
