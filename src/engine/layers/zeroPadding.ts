// Zeros around a map: what is pulled back is the cotangent inside, the zeros' share is dropped.
import windowHead from '../gpu/kernels/window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import zeroPaddingForward from '../gpu/kernels/zero_padding_forward.wgsl?raw';
import zeroPaddingPull from '../gpu/kernels/zero_padding_pull.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { ZeroPaddingLayer } from '../model/network.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { LayerRule, Site } from './layer.ts';
import { cellsOf, channelsOf, clampToMap, sideConstants, volume, type Window, windowConstants } from './window.ts';

function pullWindow({ layer, input }: Site<ZeroPaddingLayer>, window: Window): Window {
  const [[above], [left]] = layer.padding;
  return clampToMap({ ...window, map: input, origin: [window.origin[0] - above, window.origin[1] - left] });
}

const paddingConstants = ({ layer, input, output }: Site<ZeroPaddingLayer>) => ({
  ABOVE: layer.padding[0][0], LEFT: layer.padding[1][0],
  IN_H: input[0], IN_W: input[1], OUT_H: output[0], OUT_W: output[1], C: output[2],
});

export const zeroPadding: LayerRule<ZeroPaddingLayer> = {
  elementwise: false,
  outputShape: ({ padding: [[above, below], [left, right]] }, [H, W, C]) => [H + above + below, W + left + right, C],
  parameters: () => [],
  pullWindow,
  cost: (_site, _from, to) => ({ input: cellsOf(to), parameters: 0 }),
  host: {
    forward(site, input) {
      const [[above], [left]] = site.layer.padding;
      const [H, W, C] = site.input;
      const output = new Float64Array(site.images * volume(site.output));
      for (let at = 0; at < input.length; at += C) {
        const position = at / C;
        const [n, y, x] = [Math.floor(position / (H * W)), Math.floor(position / W) % H, position % W];
        output.set(input.subarray(at, at + C), mapIndex(site.output, n, y + above, x + left, 0));
      }
      return { input, output };
    },
    pullInput(site, _tape, _values, cotangent, from, place, target, to, toPlace) {
      const [[above], [left]] = site.layer.padding;
      const [H, W] = site.input;
      const alive = channelsOf(to);
      target.fill(0);
      forEachCell(from, place, cotangent, (value, n, yPadded, xPadded, c) => {
        const [y, x] = [yPadded - above, xPadded - left];
        if (y < 0 || y >= H || x < 0 || x >= W) return;
        const cell = ((n - toPlace.image) * to.size[0] + (y - toPlace.top)) * to.size[1] + (x - toPlace.left);
        target[cell * alive + (alive === 1 ? 0 : c)] = value;
      });
    },
  },
  device: {
    forward(site, context, input) {
      const perImage = volume(site.output);
      const output = context.scratch(site.images * perImage, `${site.layer.name} output`);
      const apply = {
        source: zeroPaddingForward,
        constants: paddingConstants(site),
        buffers: [input, output],
        threads: (_first: number, count: number) => count * perImage,
        writes: [output],
      };
      return { tape: { input, output }, dispatches: [apply] };
    },
    pull(site, _context, { cotangent, from, target, to }) {
      if (!target || !to) return [];
      const cells = cellsOf(to);
      const { ABOVE, LEFT } = paddingConstants(site);
      return [
        {
          source: joinedText(windowHead, windowInHead, zeroPaddingPull),
          constants: merged(windowConstants(from), sideConstants(to, '_IN'), { ABOVE, LEFT }),
          buffers: [cotangent, target],
          threads: (_first, count) => count * cells,
        },
      ];
    },
  },
};
