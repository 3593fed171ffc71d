"""Times JAX's compiled Jacobians of a problem, named by its title, in float32, on whatever device JAX takes; prints JSON."""
import json, sys

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from problem import CASES, load, split, timed

# Ten bits of a product are not float32.
jax.config.update('jax_default_matmul_precision', 'highest')


def forward(layers, constants, params, x):
    """Of one image [H, W, C]: the layer's outputs, [rows]."""
    x = x[None]
    for kind, c in layers:
        name = c['name']
        if kind == 'Conv2D':
            x = lax.conv_general_dilated(x, params[f'{name}/kernel'], (1, 1), c['padding'].upper(), dimension_numbers=('NHWC', 'HWIO', 'NHWC')) + params[f'{name}/bias']
        elif kind == 'BatchNormalization':
            mean, variance = constants[f'{name}/moving_mean'], constants[f'{name}/moving_variance']
            x = (x - mean) / jnp.sqrt(variance + c['epsilon']) * params[f'{name}/gamma'] + params[f'{name}/beta']
        elif kind == 'ReLU':
            x = jax.nn.relu(x)
        elif kind == 'MaxPooling2D':
            x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), 'VALID')
        else:
            raise ValueError(kind)
    return x.reshape(-1)


def case(title):
    name, of, images = CASES[title]
    layers, weights, x = load(name, of, images)
    params, constants = ({k: jnp.asarray(v) for k, v in part.items()} for part in split(weights))
    x = jnp.asarray(x)
    f = lambda p, image: forward(layers, constants, p, image)
    flat = lambda J: np.concatenate([np.asarray(J[k]).reshape(J[k].shape[0], -1) for k in params], 1)
    if images == 1:
        ways = {f'JAX jit({way.__name__})': way(f) for way in (jax.jacfwd, jax.jacrev)}
        first, inputs = flat, x[0]
    else:
        # Image by image, all at once or one after another.
        ways = {f'JAX jit(vmap({way.__name__}))': jax.vmap(way(f), (None, 0)) for way in (jax.jacfwd, jax.jacrev)}
        ways |= {f'JAX jit(lax.map({way.__name__}))': lambda p, all, way=way: lax.map(lambda image: way(f)(p, image), all) for way in (jax.jacfwd, jax.jacrev)}
        first, inputs = lambda J: flat({k: v[0] for k, v in J.items()}), x
    timings = []
    for label, way in ways.items():
        compiled = jax.jit(way)
        timings.append(timed(name, label, lambda: jax.block_until_ready(compiled(params, inputs)), first))
    return timings


title = sys.argv[1]
json.dump({'library': f'JAX {jax.__version__}', 'device': str(jax.devices()[0].device_kind), 'timings': case(title) if title in CASES else []}, sys.stdout)
