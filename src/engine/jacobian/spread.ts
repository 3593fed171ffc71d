// A plan whose rows are stored dense from the start, so that no second pass has to scatter them. Pure.
import { ruleOf } from '../layers/rules.ts';
import { isOneHot } from '../layers/window.ts';
import type { Plan } from './plan.ts';

/**
 * The same plan with dense rows: every block as wide as its parameter. Null where a kernel on the way can only write compact
 * numbers of a row's own channel.
 */
export function spread(plan: Plan): Plan | null {
  if (plan.method !== 'structured' || plan.inputBlock || !canSpread(plan)) return null;
  const blocks = plan.blocks.map((block) => ({ ...block, structure: 'all' as const, offset: block.start, width: block.size }));
  return {
    ...plan,
    spread: true,
    blocks,
    rowWidth: plan.columns,
    steps: plan.steps.map((step) => ({
      ...step,
      blocks: step.blocks.map(({ which, block }) => ({ which, block: blocks.find(({ start }) => start === block.start)! })),
    })),
  };
}

/** Kernels that open gates and those of a chain's convolutions know dense rows; numbers of whole parameters are dense already. */
function canSpread({ chain, steps, sites }: Plan): boolean {
  if (chain) {
    const top = chain.stages[chain.stages.length - 1];
    return top.at === null || top.geometry !== null;
  }
  return steps.every(({ blocks, from, widen, at }) => {
    const { device } = ruleOf(sites[at].layer);
    return blocks.every(({ block }) => block.structure === 'all') || (isOneHot(from) && !widen && Boolean(device.gate ?? device.opensGates));
  });
}
