// Batch normalisation: y = gamma·x̂ + beta, x̂ = (x − mean)/σ, σ = √(variance + epsilon).
// Inference uses the moving statistics; batch mode those of the images at hand, which couples every cell of a channel:
// ∂L/∂x = gamma/σ · (g − mean(g) − x̂·mean(g·x̂)), Ioffe & Szegedy 2015.
import batchNormForward from '../gpu/kernels/batch_norm_forward.wgsl?raw';
import batchNormMoving from '../gpu/kernels/batch_norm_moving.wgsl?raw';
import batchNormMoments from '../gpu/kernels/batch_norm_moments.wgsl?raw';
import batchNormPull from '../gpu/kernels/batch_norm_pull.wgsl?raw';
import batchNormPullBatch from '../gpu/kernels/batch_norm_pull_batch.wgsl?raw';
import batchNormPullGamma from '../gpu/kernels/batch_norm_pull_gamma.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import type { Dispatch } from '../gpu/compute.ts';
import type { BatchNormLayer } from '../model/network.ts';
import { channelSum } from './channelSum.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { DeviceContext, HostParameters, HostTape, LayerRule, Site } from './layer.ts';
import { cellsOf, channelsOf, volume, windowConstants } from './window.ts';

type BatchNormSite = Site<BatchNormLayer>;

function hostStatistics(site: BatchNormSite, x: Float64Array, values: HostParameters) {
  const { layer } = site;
  const { mean, variance } = site.batchStatistics ? moments(x, site.output[2]) : { mean: values(layer.movingMean), variance: values(layer.movingVariance) };
  return { mean, inverseSigma: variance.map((v) => 1 / Math.sqrt(v + layer.epsilon)) };
}

/** Mean and population variance by channel, in two passes. */
function moments(x: Float64Array, C: number): { mean: Float64Array; variance: Float64Array } {
  const count = x.length / C;
  const mean = new Float64Array(C);
  const variance = new Float64Array(C);
  for (let at = 0; at < x.length; at++) mean[at % C] += x[at] / count;
  for (let at = 0; at < x.length; at++) variance[at % C] += (x[at] - mean[at % C]) ** 2 / count;
  return { mean, variance };
}

function hostForward(site: BatchNormSite, input: Float64Array, values: HostParameters): HostTape {
  const C = site.output[2];
  const statistics = hostStatistics(site, input, values);
  const gamma = site.layer.gamma && values(site.layer.gamma);
  const beta = site.layer.beta && values(site.layer.beta);
  const output = input.map((x, at) => {
    const c = at % C;
    return (gamma ? gamma[c] : 1) * (x - statistics.mean[c]) * statistics.inverseSigma[c] + (beta ? beta[c] : 0);
  });
  return { input, output, statistics };
}

function normalised(site: BatchNormSite, tape: HostTape, n: number, y: number, x: number, c: number): number {
  const { mean, inverseSigma } = tape.statistics!;
  return (tape.input[mapIndex(site.input, n, y, x, c)] - mean[c]) * inverseSigma[c];
}

const hostPullInput: LayerRule<BatchNormLayer>['host']['pullInput'] = (site, tape, values, cotangent, from, place, target) => {
  const gamma = site.layer.gamma && values(site.layer.gamma);
  const { inverseSigma } = tape.statistics!;
  const gain = (c: number) => (gamma ? gamma[c] : 1) * inverseSigma[c];
  target.fill(0);
  if (!site.batchStatistics) {
    forEachCell(from, place, cotangent, (value, _n, _y, _x, c, index) => void (target[index] = value * gain(c)));
    return;
  }
  const C = site.output[2];
  const count = cellsOf(from) / C;
  const [sum, correlation] = [new Float64Array(C), new Float64Array(C)];
  forEachCell(from, place, cotangent, (value, n, y, x, c) => {
    sum[c] += value / count;
    correlation[c] += (value * normalised(site, tape, n, y, x, c)) / count;
  });
  for (let at = 0; at < target.length; at++) {
    const c = at % C;
    const xHat = (tape.input[at] - tape.statistics!.mean[c]) * inverseSigma[c];
    target[at] = gain(c) * (cotangent[at] - sum[c] - xHat * correlation[c]);
  }
};

/** Which of the layer's trainable parameters is gamma; they come as [gamma?, beta?]. */
const isGamma = (site: BatchNormSite, which: number) => which === 0 && site.layer.gamma !== null;

const statisticsBuffers = (context: DeviceContext, layer: BatchNormLayer, C: number) => ({
  gamma: layer.gamma ? context.parameter(layer.gamma) : context.constant(C, 1),
  beta: layer.beta ? context.parameter(layer.beta) : context.constant(C, 0),
});

function deviceForward(site: BatchNormSite, context: DeviceContext, input: GPUBuffer) {
  const { layer } = site;
  const [numbers, C] = [site.images * volume(site.output), site.output[2]];
  const output = context.scratch(numbers, `${layer.name} output`);
  const statistics = context.scratch(2 * C, `${layer.name} statistics`);
  const { gamma, beta } = statisticsBuffers(context, layer, C);
  const prepare: Dispatch = site.batchStatistics
    ? { source: batchNormMoments, constants: { C, POSITIONS: numbers / C, EPSILON: layer.epsilon }, buffers: [input, statistics], threads: () => C }
    : {
        source: batchNormMoving,
        constants: { C, EPSILON: layer.epsilon },
        buffers: [context.parameter(layer.movingMean), context.parameter(layer.movingVariance), statistics],
        threads: () => C,
      };
  const perImage = volume(site.output);
  const apply: Dispatch = {
    source: batchNormForward,
    constants: { C, PER_IMAGE: perImage },
    buffers: [input, statistics, gamma, beta, output],
    threads: (_first, count) => count * perImage,
  };
  return { tape: { input, output, statistics }, dispatches: [prepare, apply] };
}

export const batchNorm: LayerRule<BatchNormLayer> = {
  elementwise: true,
  outputShape: (_layer, input) => input,
  parameters: (layer) => [layer.gamma, layer.beta].filter((parameter) => parameter !== null),
  pullWindow: (_site, window) => window,
  needsWholeBatch: (site) => site.batchStatistics,
  block: (_site, _which, window) => ({ structure: window.channels === 'own' ? 'channel' : 'all', width: channelsOf(window) }),
  cost: (site, from) => ({ input: cellsOf(from) * (site.batchStatistics ? 4 : 1), parameters: 2 * cellsOf(from) }),
  host: {
    forward: hostForward,
    pullInput: hostPullInput,
    pullParameter(site, tape, which, cotangent, from, place, target) {
      if (!isGamma(site, which)) return channelSum.host(cotangent, from, place, target);
      target.fill(0);
      const own = from.channels === 'own';
      forEachCell(from, place, cotangent, (value, n, y, x, c) => {
        target[own ? 0 : c] += value * normalised(site, tape, n, y, x, c);
      });
    },
  },
  device: {
    forward: deviceForward,
    pullInput(site, context, tape, cotangent, from, target) {
      const C = site.output[2];
      const { gamma } = statisticsBuffers(context, site.layer, C);
      const [constants, cells] = [windowConstants(from), cellsOf(from)];
      if (!site.batchStatistics)
        return [{ source: windowHead + batchNormPull, constants, buffers: [cotangent, tape.statistics!, gamma], threads: (_first, count) => count * cells }];
      // One thread a (row, channel) reduces and then applies; the cotangent is rescaled in place.
      return [{ source: windowHead + batchNormPullBatch, constants, buffers: [tape.input, tape.statistics!, gamma, target], threads: (_first, count) => count * C }];
    },
    pullParameter(site, _context, tape, which, cotangent, from, target) {
      if (!isGamma(site, which)) return [channelSum.device(cotangent, from, target)];
      const width = channelsOf(from);
      return [
        {
          source: windowHead + batchNormPullGamma,
          constants: { ...windowConstants(from), ROW_WIDTH: target.rowWidth, OFFSET: target.offset },
          buffers: [cotangent, tape.input, tape.statistics!, target.buffer],
          threads: (_first, count) => count * width,
        },
      ];
    },
  },
};
