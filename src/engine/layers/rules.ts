// The rule of every kind of layer that the engine can differentiate.
import type { Layer } from '../model/network.ts';
import { activation } from './activation.ts';
import { batchNorm } from './batchNorm.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import type { LayerRule } from './layer.ts';
import { flatten, identity } from './reshaping.ts';
import { softmax } from './softmax.ts';

type Rules = { [K in Layer['kind']]: LayerRule<Extract<Layer, { kind: K }>> };

const rules: Rules = { conv2d, batchNorm, dense, activation, softmax, flatten, identity };

export function ruleOf(layer: Layer): LayerRule {
  return rules[layer.kind] as unknown as LayerRule;
}
