// Max and average pooling. A max pool's derivative goes to the first of its largest cells in row-major order, as TensorFlow's
// does; an average is over the cells inside the map.
import convolutionHead from '../gpu/kernels/convolution.wgsl?raw';
import poolForward from '../gpu/kernels/pool_forward.wgsl?raw';
import poolPull from '../gpu/kernels/pool_pull.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import windowInHead from '../gpu/kernels/window_in.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import type { PoolLayer } from '../model/network.ts';
import { alongAxis, forEachTap, type Geometry, geometryConstants, pullConvWindow } from './convolution.ts';
import { foldWinners } from './fold.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { HostTape, LayerRule, Site } from './layer.ts';
import { cellsOf, channelsOf, type Shape3, sideConstants, volume, windowConstants } from './window.ts';

type PoolSite = Site<PoolLayer>;

const sizeOn = (layer: PoolLayer, input: Shape3): readonly [number, number] => layer.size ?? [input[0], input[1]];

function geometryOf({ layer, input, output }: PoolSite): Geometry {
  const kernel = sizeOn(layer, input);
  const before = (a: 0 | 1) => alongAxis(input[a], kernel[a], layer.strides[a], 1, layer.padding).before;
  return { input, output, kernel, strides: layer.strides, dilation: [1, 1], before: [before(0), before(1)] };
}

function outputShape(layer: PoolLayer, input: Shape3): Shape3 {
  const kernel = sizeOn(layer, input);
  const along = (a: 0 | 1) => alongAxis(input[a], kernel[a], layer.strides[a], 1, layer.padding).out;
  return [along(0), along(1), input[2]];
}

function hostForward(site: PoolSite, input: Float64Array): HostTape {
  const g = geometryOf(site);
  const [Ho, Wo, C] = g.output;
  const output = new Float64Array(site.images * volume(g.output));
  const winners = new Int32Array(output.length);
  for (let at = 0; at < output.length; at++) {
    const position = Math.floor(at / C);
    const n = Math.floor(position / (Ho * Wo));
    let [best, winner, sum, count] = [-Infinity, -1, 0, 0];
    forEachTap(g, Math.floor(position / Wo) % Ho, position % Wo, (_tap, y, x) => {
      const from = mapIndex(g.input, n, y, x, at % C);
      if (winner < 0 || input[from] > best) [best, winner] = [input[from], from];
      sum += input[from];
      count += 1;
    });
    winners[at] = winner;
    output[at] = site.layer.kind === 'maxPool' ? best : sum / count;
  }
  return { input, output, winners };
}

const hostPullInput: LayerRule<PoolLayer>['host']['pullInput'] = (site, tape, _values, cotangent, from, place, target, to, toPlace) => {
  const g = geometryOf(site);
  const alive = channelsOf(to);
  const max = site.layer.kind === 'maxPool';
  target.fill(0);
  forEachCell(from, place, cotangent, (value, n, y, x, c) => {
    const winner = tape.winners![mapIndex(g.output, n, y, x, c)];
    let count = 0;
    forEachTap(g, y, x, () => (count += 1));
    forEachTap(g, y, x, (_tap, yi, xi) => {
      if (max && mapIndex(g.input, n, yi, xi, c) !== winner) return;
      const cell = ((n - toPlace.image) * to.size[0] + (yi - toPlace.top)) * to.size[1] + (xi - toPlace.left);
      target[cell * alive + (alive === 1 ? 0 : c)] += max ? value : value / count;
    });
  });
};

const isMax = (layer: PoolLayer) => (layer.kind === 'maxPool' ? 1 : 0);

function rule(fold: Pick<LayerRule<PoolLayer>['device'], 'fold' | 'foldMoves'>): LayerRule<PoolLayer> {
  return {
    elementwise: false,
    outputShape,
    parameters: () => [],
    pullWindow: (site, window) => ({ ...pullConvWindow(geometryOf(site), window), channels: window.channels }),
    cost(site, from) {
      const [kh, kw] = sizeOn(site.layer, site.input);
      return { input: cellsOf(from) * kh * kw, parameters: 0 };
    },
    host: { forward: hostForward, pullInput: hostPullInput },
    device: {
      ...fold,
      forward(site, context, input) {
        const perImage = volume(site.output);
        const output = context.scratch(site.images * perImage, `${site.layer.name} output`);
        const winners = context.scratch(site.images * perImage, `${site.layer.name} winners`);
        const apply: Dispatch = {
          source: joinedText(convolutionHead, poolForward),
          constants: merged(geometryConstants(geometryOf(site)), { MAX: isMax(site.layer) }),
          buffers: [input, output, winners],
          threads: (_first, count) => count * perImage,
        };
        return { tape: { input, output, winners }, dispatches: [apply] };
      },
      pull(site, _context, { tape, cotangent, from, target, to }) {
        if (!target || !to) return [];
        const cells = cellsOf(to);
        return [
          {
            source: joinedText(windowHead, windowInHead, convolutionHead, poolPull),
            constants: merged(windowConstants(from), sideConstants(to, '_IN'), geometryConstants(geometryOf(site)), { MAX: isMax(site.layer) }),
            buffers: [cotangent, tape.winners!, target],
            threads: (_first, count) => count * cells,
          },
        ];
      },
    },
  };
}

export const maxPool = rule({ foldMoves: true, fold: (_site, _context, fold, tape) => foldWinners(fold, tape) });

export const averagePool = rule({});
