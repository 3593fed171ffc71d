// A plan in words and numbers, for a visitor who wants to know what a Jacobian will take. Pure.
import { ruleOf } from '../layers/rules.ts';
import { channelsOf, type Shape3, volume, type Window } from '../layers/window.ts';
import { type Chain, costOfCell } from './chain.ts';
import { bytesInWords, spaced } from './inWords.ts';
import { costOf, type Crossing, crossings } from './crossings.ts';
import { DEFAULT_BUDGET, type Plan } from './plan.ts';
import { imagesPerGroup, rowsPerChunk } from './pulls.ts';
import { leastBudget, partRanges, type PartRange } from './stream.ts';

/** What happens at one layer, from the top down where cotangents are pulled, from the bottom up where levels are made. */
export interface PlanRow {
  readonly layer: string;
  readonly kind: string;
  /** One image's output, [H, W, C]. */
  readonly output: Shape3;
  /** Where a row's cotangent can differ from zero on the output: rows × columns × channels; null where none passes. */
  readonly window: readonly [number, number, number] | null;
  /** Numbers that a row of the result holds of this layer's parameters, of how many; and the bytes of all rows' numbers. */
  readonly numbers: number;
  readonly parameters: number;
  readonly bytes: number;
  /** For all rows, and the same with cotangents that fill whole maps. */
  readonly multiplyAdds: number;
  readonly denseMultiplyAdds: number;
}

export interface PlanDescription {
  readonly sentence: string;
  readonly method: Plan['method'];
  /** `windows`: cotangents pulled down; `levels`: Jacobians of lower layers made first. */
  readonly way: 'windows' | 'levels';
  readonly rows: number;
  readonly columns: number;
  readonly numbersPerRow: number;
  readonly bytes: number;
  readonly denseBytes: number;
  readonly multiplyAdds: number;
  readonly denseMultiplyAdds: number;
  readonly budget: number;
  /** Bytes without which not even a row can be had. */
  readonly leastBudget: number;
  /** Whether all rows fit the budget together. */
  readonly fits: boolean;
  /** Parts in which a stream brings it within the budget; 1 where it fits. */
  readonly parts: number;
  /** Times that rows are pulled down together within the budget; for levels, times that they are made. */
  readonly passes: number;
  readonly table: readonly PlanRow[];
}

const windowOf = (window: Window | undefined): PlanRow['window'] => (window ? [window.size[0], window.size[1], channelsOf(window)] : null);

/** Multiply-adds of one row by layer, for cotangents within these windows. */
function costsOf(sites: Plan['sites'], crossed: readonly Crossing[]): number[] {
  const costs = sites.map(() => 0);
  for (const crossing of crossed) costs[crossing.at] = costOf(sites, crossing);
  return costs;
}

/** Multiply-adds of all rows by layer; a level's stand at the layer that is crossed, or at the lowest that is folded. */
function costsOfLevels(plan: Plan, { stages, coupled }: Chain): number[] {
  const perImage = volume(plan.sites[plan.sites.length - 1].output);
  const touched = Math.floor((plan.firstRow + plan.rows - 1) / perImage) - Math.floor(plan.firstRow / perImage) + 1;
  const costs = plan.sites.map(() => 0);
  stages.forEach((stage, k) => {
    const made = k === stages.length - 1 ? plan.rows : stage.cells * (coupled ? plan.outputShape[0] : touched);
    costs[stage.at ?? stage.folds[stage.folds.length - 1]] += made * costOfCell(stage, stages[k - 1] ?? null);
  });
  return costs;
}

function tableOf(plan: Plan, bytesPerNumber: number): PlanRow[] {
  const { sites, steps, chain, rows: R } = plan;
  const costs = chain ? costsOfLevels(plan, chain) : costsOf(sites, steps).map((cost) => R * cost);
  const dense = costsOf(sites, crossings(sites, plan.leads, plan.inputBlock !== null, true).crossed);
  const rows = sites.map(({ layer, output }, at): PlanRow => {
    const names = ruleOf(layer).parameters(layer).map(({ name }) => name);
    const own = plan.blocks.filter(({ parameter }) => names.includes(parameter));
    const numbers = own.reduce((total, { width }) => total + width, 0);
    return {
      layer: layer.name,
      kind: layer.kind,
      output,
      window: windowOf(steps.find((step) => step.at === at)?.from),
      numbers,
      parameters: own.reduce((total, { size }) => total + size, 0),
      bytes: bytesPerNumber * R * numbers,
      multiplyAdds: costs[at],
      denseMultiplyAdds: R * dense[at],
    };
  });
  return chain ? rows : rows.reverse();
}

/** Times that rows are pulled down together, or that levels are made, in all parts. */
function passesOf(plan: Plan, ranges: readonly PartRange[], budget: number): number {
  return ranges.reduce((total, { images, rows }) => {
    if (plan.chain) return total + Math.ceil(images.count / imagesPerGroup(plan.chain, images.count, budget, Infinity));
    return total + Math.ceil(rows.count / rowsPerChunk({ ...plan, rows: rows.count }, budget, Infinity));
  }, 0);
}

function sentenceOf(plan: Plan, { bytes, denseBytes, parts, budget, leastBudget }: Pick<PlanDescription, 'bytes' | 'denseBytes' | 'parts' | 'budget' | 'leastBudget'>): string {
  const size = `${spaced(plan.rows)} rows by ${spaced(plan.columns)} columns`;
  const kept = plan.rowWidth < plan.columns ? `, of which ${spaced(plan.rowWidth)} a row can differ from zero: ${bytesInWords(bytes)} instead of ${bytesInWords(denseBytes)}` : `, ${bytesInWords(bytes)}`;
  const why = `${plan.method}, because ${plan.why === 'as asked' ? 'it was asked for' : plan.why}`;
  const inParts = parts > 1 ? ` It comes in ${spaced(parts)} parts.` : '';
  const tooSmall = budget < leastBudget ? ` ${bytesInWords(budget)} are too few for even one row: it takes ${bytesInWords(leastBudget)}.` : inParts;
  return `${size}${kept}; ${why}.${tooSmall}`;
}

/** The plan as one sentence, totals and a table of its layers. */
export function describePlan(plan: Plan, { budget = DEFAULT_BUDGET, bytesPerNumber = 4 }: { budget?: number; bytesPerNumber?: number } = {}): PlanDescription {
  const bytes = bytesPerNumber * plan.rows * plan.rowWidth;
  const denseBytes = bytesPerNumber * plan.rows * plan.columns;
  const least = leastBudget(plan, bytesPerNumber);
  const fits = Math.max(bytes, least) <= budget;
  const whole: PartRange = { images: { first: 0, count: plan.outputShape[0] }, rows: { start: plan.firstRow, count: plan.rows }, firstRow: 0 };
  const ranges = fits ? [whole] : partRanges(plan, { budget, bytesPerNumber });
  const totals = { bytes, denseBytes, budget, leastBudget: least, parts: ranges.length };
  return {
    sentence: sentenceOf(plan, totals),
    method: plan.method,
    way: plan.chain ? 'levels' : 'windows',
    rows: plan.rows,
    columns: plan.columns,
    numbersPerRow: plan.rowWidth,
    ...totals,
    fits,
    passes: passesOf(plan, ranges, fits ? budget : budget / 2),
    multiplyAdds: plan.multiplyAdds,
    denseMultiplyAdds: plan.denseMultiplyAdds,
    table: tableOf(plan, bytesPerNumber),
  };
}
