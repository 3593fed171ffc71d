// Batch normalisation: y = gamma·x̂ + beta, x̂ = (x − mean)/σ, σ = √(variance + epsilon).
// Inference uses the moving statistics; batch mode those of the images at hand, which couples every cell of a channel:
// ∂L/∂x = gamma/σ · (g − mean(g) − x̂·mean(g·x̂)), Ioffe & Szegedy 2015.
import batchNormForward from '../gpu/kernels/batch_norm_forward.wgsl?raw';
import batchNormMoments from '../gpu/kernels/batch_norm_moments.wgsl?raw';
import batchNormPull from '../gpu/kernels/batch_norm_pull.wgsl?raw';
import batchNormStatistics from '../gpu/kernels/batch_norm_statistics.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import { expand } from '../gpu/expand.ts';
import { upTo } from '../gpu/tiles.ts';
import type { BatchNormLayer, Parameter } from '../model/network.ts';
import { hostChannelSum } from './channelSum.ts';
import { foldBatchNorm } from './fold.ts';
import { forEachCell, mapIndex } from './hostCells.ts';
import type { DeviceContext, DevicePull, Elementwise, HostParameters, HostTape, LayerRule, Site } from './layer.ts';
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

const scaleAndOffset = (context: DeviceContext, layer: BatchNormLayer, C: number) => ({
  gamma: layer.gamma ? context.parameter(layer.gamma) : context.constant(C, 1),
  beta: layer.beta ? context.parameter(layer.beta) : context.constant(C, 0),
});

/** (mean, 1/σ) pairs of the moving statistics, where they are in host memory: one kernel less. */
function fixedStatistics({ movingMean, movingVariance, epsilon }: BatchNormLayer): Float32Array | null {
  const [mean, variance] = [movingMean.values, movingVariance.values];
  if (!ArrayBuffer.isView(mean) || !ArrayBuffer.isView(variance)) return null;
  return Float32Array.from({ length: 2 * mean.length }, (_, k) => (k % 2 === 0 ? mean[k / 2] : 1 / Math.sqrt(variance[(k - 1) / 2] + epsilon)));
}

/** Cells that a thread of batch_norm_forward.wgsl makes, with what it has read of their channel. */
const CELLS_EACH = 4;

/** `above`: of a function of the output, where that is made with it. */
function deviceForward(site: BatchNormSite, context: DeviceContext, input: GPUBuffer, above?: { output: GPUBuffer; elementwise: Elementwise }) {
  const { layer, batchStatistics } = site;
  const [perImage, C] = [volume(site.output), site.output[2]];
  const output = context.scratch(site.images * perImage, `${layer.name} output`);
  const known = batchStatistics ? null : fixedStatistics(layer);
  const statistics = known ? context.upload(known, `${layer.name} statistics`) : context.scratch(2 * C, `${layer.name} statistics`);
  const { gamma, beta } = scaleAndOffset(context, layer, C);
  const batch: Dispatch = {
    source: batchNormMoments,
    constants: { C, POSITIONS: (site.images * perImage) / C, EPSILON: layer.epsilon },
    buffers: [input, statistics],
    threads: () => C,
    writes: [statistics],
  };
  const moving = (): Dispatch => ({
    source: batchNormStatistics,
    constants: { C, EPSILON: layer.epsilon },
    buffers: [context.parameter(layer.movingMean), context.parameter(layer.movingVariance), statistics],
    threads: () => C,
    writes: [statistics],
  });
  const apply: Dispatch = {
    source: joinedText(above?.elementwise.source ?? '', expand(batchNormForward, { N: CELLS_EACH, n: upTo(CELLS_EACH), above: above ? [1] : [] })),
    constants: merged(above?.elementwise.constants, { C, PER_IMAGE: perImage, LAYER: site.at }),
    buffers: [input, statistics, gamma, beta, output, context.notFinite, ...(above ? [above.output] : [])],
    threads: (_first, count) => C * Math.ceil((count * (perImage / C)) / CELLS_EACH),
    writes: [output, ...(above ? [above.output] : [])],
  };
  return { tape: { input, output, statistics }, dispatches: known ? [apply] : [batchStatistics ? batch : moving(), apply] };
}

/** Where gamma's and beta's numbers go. */
function targetsOf(site: BatchNormSite, blocks: DevicePull['blocks']) {
  const target = (parameter: Parameter | null) => (parameter && blocks[batchNorm.parameters(site.layer).indexOf(parameter)]) ?? null;
  return { gamma: target(site.layer.gamma), beta: target(site.layer.beta) };
}

/** Both parameters and the input in one kernel, because all three come from the same two sums. */
function devicePull(site: BatchNormSite, context: DeviceContext, { tape, cotangent, from, to, blocks, compact }: DevicePull): Dispatch[] {
  const { gamma, beta } = targetsOf(site, blocks);
  const width = channelsOf(from);
  return [
    {
      source: joinedText(windowHead, batchNormPull),
      constants: merged(windowConstants(from), { ROW_WIDTH: compact.rowWidth, GAMMA_OFFSET: gamma?.offset ?? -1, BETA_OFFSET: beta?.offset ?? -1, BATCH: site.batchStatistics ? 1 : 0, RESCALE: to ? 1 : 0 }),
      buffers: [cotangent, tape.input, tape.statistics!, scaleAndOffset(context, site.layer, site.output[2]).gamma, compact.buffer],
      threads: (_first, count) => count * width,
    },
  ];
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
      if (!isGamma(site, which)) return hostChannelSum(cotangent, from, place, target);
      target.fill(0);
      const own = from.channels === 'own';
      forEachCell(from, place, cotangent, (value, n, y, x, c) => {
        target[own ? 0 : c] += value * normalised(site, tape, n, y, x, c);
      });
    },
  },
  device: {
    forward: (site, context, input) => deviceForward(site, context, input),
    forwardInto: (site, context, input, output, elementwise) => deviceForward(site, context, input, { output, elementwise }),
    foldsElementwise: true,
    pull: devicePull,
    fold(site, context, fold, tape) {
      const numbers = site.images * fold.cells;
      const { gamma } = scaleAndOffset(context, site.layer, site.output[2]);
      return foldBatchNorm(fold, tape, site.output[2], gamma, context.scratch(numbers, 'to gamma'), context.scratch(numbers, 'to beta'));
    },
    gate(site, context, { tape, blocks }) {
      const { gamma: scale, beta: offset } = scaleAndOffset(context, site.layer, site.output[2]);
      return { kind: 'norm', input: tape.input, output: tape.output, statistics: tape.statistics!, scale, offset, ...targetsOf(site, blocks) };
    },
  },
};
