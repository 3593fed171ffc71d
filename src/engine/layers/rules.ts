// The rule of every kind of layer that the engine can differentiate.
import type { Layer } from '../model/network.ts';
import { activation } from './activation.ts';
import { batchNorm } from './batchNorm.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { depthwiseConv2d } from './depthwiseConv2d.ts';
import { globalMaxPool } from './globalMaxPool.ts';
import type { LayerRule } from './layer.ts';
import { add, concatenate } from './merging.ts';
import { averagePool, maxPool } from './pool.ts';
import { prelu } from './prelu.ts';
import { flatten, identity, reshape } from './reshaping.ts';
import { softmax } from './softmax.ts';
import { zeroPadding } from './zeroPadding.ts';

type Rules = { [K in Layer['kind']]: LayerRule<Extract<Layer, { kind: K }>> };

export const RULES: Rules = {
  conv2d, depthwiseConv2d, dense, batchNorm, activation, prelu, softmax, maxPool, averagePool, globalMaxPool, zeroPadding, flatten, reshape, identity, add, concatenate,
};

export function ruleOf(layer: Layer): LayerRule {
  return RULES[layer.kind] as unknown as LayerRule;
}
