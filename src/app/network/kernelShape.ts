// A kernel as panels of taps. Pure.
import type { KernelShape } from '../../viz/index.ts';

/** [kh, kw, cin, cout]; a depthwise kernel [kh, kw, C, M] has C·M outputs of one input each. */
export function kernelShape([kh, kw, cin, cout]: readonly number[], parameter: string): KernelShape {
  return parameter.endsWith('depthwise_kernel') ? [kh, kw, 1, cin * cout] : [kh, kw, cin, cout];
}
