// The sum of a row's cotangent by channel: ∂/∂bias and ∂/∂beta.
import channelSumSource from '../gpu/kernels/channel_sum.wgsl?raw';
import windowHead from '../gpu/kernels/window.wgsl?raw';
import { joinedText, merged } from '../gpu/shader.ts';
import type { Dispatch } from '../gpu/compute.ts';
import { forEachCell } from './hostCells.ts';
import type { CompactTarget } from './layer.ts';
import { channelsOf, type Place, type Window, windowConstants } from './window.ts';

export function hostChannelSum(cotangent: Float64Array, from: Window, place: Place, target: Float64Array): void {
  target.fill(0);
  const own = from.channels === 'own';
  forEachCell(from, place, cotangent, (value, _n, _y, _x, c) => {
    target[own ? 0 : c] += value;
  });
}

export function deviceChannelSum(cotangent: GPUBuffer, from: Window, target: CompactTarget): Dispatch {
  const width = channelsOf(from);
  return {
    source: joinedText(windowHead, channelSumSource),
    constants: merged(windowConstants(from), { ROW_WIDTH: target.rowWidth, OFFSET: target.offset }),
    buffers: [cotangent, target.buffer],
    threads: (_first, count) => count * width,
  };
}
