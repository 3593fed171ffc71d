// The largest cell of the whole map, by channel. Where several are largest each gets an equal share of the derivative, as in
// TensorFlow's reduce_max (_MinOrMaxGrad); a max pool with a size gives all of it to the first.
import globalMaxForward from '../gpu/kernels/global_max_forward.wgsl?raw';
import globalMaxPull from '../gpu/kernels/global_max_pull.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import type { GlobalMaxPoolLayer } from '../model/network.ts';
import { pullConvWindow } from './convolution.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { HostTape, LayerRule, Site } from './layer.ts';
import { cellsOf, channelsOf, sideConstants, volume, windowConstants } from './window.ts';

type GlobalSite = Site<GlobalMaxPoolLayer>;

function hostForward(site: GlobalSite, input: Float64Array): HostTape {
  const C = site.input[2];
  const perImage = volume(site.input);
  const output = new Float64Array(site.images * C).fill(-Infinity);
  for (let at = 0; at < input.length; at++) {
    const to = Math.floor(at / perImage) * C + (at % C);
    output[to] = Math.max(output[to], input[at]);
  }
  return { input, output };
}

const hostPullInput: LayerRule<GlobalMaxPoolLayer>['host']['pullInput'] = (site, { input, output }, _values, cotangent, from, place, target, to, toPlace) => {
  const [H, W, C] = site.input;
  const alive = channelsOf(to);
  target.fill(0);
  forEachCell(from, place, cotangent, (value, n, _y, _x, c) => {
    const largest: number[] = [];
    for (let cell = 0; cell < H * W; cell++) if (input[mapIndex(site.input, n, 0, cell, c)] === output[n * C + c]) largest.push(cell);
    for (const cell of largest) {
      const [y, x] = [Math.floor(cell / W) - toPlace.top, (cell % W) - toPlace.left];
      const at = ((n - toPlace.image) * to.size[0] + y) * to.size[1] + x;
      target[at * alive + (alive === 1 ? 0 : c)] = value / largest.length;
    }
  });
};

export const globalMaxPool: LayerRule<GlobalMaxPoolLayer> = {
  elementwise: false,
  outputShape: (_layer, input) => [1, 1, input[2]],
  parameters: () => [],
  pullWindow({ input, output }, window) {
    const geometry = { input, output, kernel: [input[0], input[1]], strides: [1, 1], dilation: [1, 1], before: [0, 0] } as const;
    return { ...pullConvWindow(geometry, window), channels: window.channels };
  },
  cost: (_site, _from, to) => ({ input: cellsOf(to), parameters: 0 }),
  host: { forward: hostForward, pullInput: hostPullInput },
  device: {
    forward(site, context, input) {
      const C = site.output[2];
      const output = context.scratch(site.images * C, `${site.layer.name} output`);
      const ties = context.scratch(site.images * C, `${site.layer.name} ties`);
      const apply: Dispatch = {
        source: globalMaxForward,
        constants: { CELLS: site.input[0] * site.input[1], C },
        buffers: [input, output, ties],
        threads: (_first, count) => count * C,
      };
      return { tape: { input, output, ties }, dispatches: [apply] };
    },
    pull(_site, _context, { tape, cotangent, from, target, to }) {
      if (!target || !to) return [];
      const cells = cellsOf(to);
      return [
        {
          source: joinedText(windowHead, windowInHead, globalMaxPull),
          constants: merged(windowConstants(from), sideConstants(to, '_IN')),
          buffers: [cotangent, tape.input, tape.output, tape.ties!, target],
          threads: (_first, count) => count * cells,
        },
      ];
    },
  },
};
