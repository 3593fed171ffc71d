// Softmax over the last axis: p = e^z / Σ e^z; pulled back, g ← p·(g − Σ g·p).
import softmaxForward from '../gpu/kernels/softmax_forward.wgsl?raw';
import softmaxPull from '../gpu/kernels/softmax_pull.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText } from '../gpu/shader.ts';
import type { SoftmaxLayer } from '../model/network.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { LayerRule } from './layer.ts';
import { cellsOf, volume, windowConstants } from './window.ts';

function hostForward(C: number, z: Float64Array): Float64Array {
  const p = new Float64Array(z.length);
  for (let at = 0; at < z.length; at += C) {
    let top = -Infinity;
    for (let c = 0; c < C; c++) top = Math.max(top, z[at + c]);
    let total = 0;
    for (let c = 0; c < C; c++) total += p[at + c] = Math.exp(z[at + c] - top);
    for (let c = 0; c < C; c++) p[at + c] /= total;
  }
  return p;
}

export const softmax: LayerRule<SoftmaxLayer> = {
  elementwise: false,
  outputShape: (_layer, input) => input,
  parameters: () => [],
  pullWindow: (_site, window) => ({ ...window, channels: 'all' }),
  cost: (_site, _from, to) => ({ input: 3 * cellsOf(to), parameters: 0 }),
  host: {
    forward: (site, input) => ({ input, output: hostForward(site.output[2], input) }),
    pullInput(site, tape, _values, cotangent, from, place, target, to) {
      const C = site.output[2];
      target.fill(0);
      // Linear in g, so each live cell adds its own p_c·g_c·(δ − p).
      forEachCell(from, place, cotangent, (value, n, y, x, c) => {
        const p = mapIndex(site.output, n, y, x, 0);
        const cell = (((n - place.image) * to.size[0] + (y - place.top)) * to.size[1] + (x - place.left)) * C;
        const gain = value * tape.output[p + c];
        for (let k = 0; k < C; k++) target[cell + k] += gain * ((k === c ? 1 : 0) - tape.output[p + k]);
      });
    },
  },
  device: {
    forward(site, context, input) {
      const [perImage, C] = [volume(site.output), site.output[2]];
      const output = context.scratch(site.images * perImage, `${site.layer.name} output`);
      const apply = {
        source: softmaxForward,
        constants: { C, POSITIONS: perImage / C },
        buffers: [input, output],
        threads: (_first: number, count: number) => (count * perImage) / C,
        writes: [output],
      };
      return { tape: { input, output }, dispatches: [apply] };
    },
    pull(_site, _context, { tape, cotangent, from, target, to }) {
      if (!target || !to) return [];
      const cells = cellsOf(to);
      return [
        {
          source: joinedText(windowHead, softmaxPull),
          constants: windowConstants(from),
          buffers: [cotangent, tape.output, target],
          threads: (_first, count) => count * cells,
        },
      ];
    },
  },
};
