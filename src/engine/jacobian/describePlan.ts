// A plan in words and numbers, for a visitor who wants to know what a Jacobian will take. Pure.
import { ruleOf } from '../layers/rules.ts';
import { channelsOf, type Shape3, type Window } from '../layers/window.ts';
import { DEFAULT_BUDGET, type Plan } from './plan.ts';
import { partRanges } from './stream.ts';

/** What happens at one layer, from the top down where cotangents are pulled, from the bottom up where levels are made. */
export interface PlanRow {
  readonly layer: string;
  readonly kind: string;
  /** One image's output, [H, W, C]. */
  readonly output: Shape3;
  /** Where a row's cotangent can differ from zero on the output: rows × columns × channels; null where none passes. */
  readonly window: readonly [number, number, number] | null;
  /** Numbers that a row of the result holds of this layer's parameters, of how many. */
  readonly numbers: number;
  readonly parameters: number;
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
  /** Parts in which a stream brings it within the budget. */
  readonly parts: number;
  readonly table: readonly PlanRow[];
}

const windowOf = (window: Window | undefined): PlanRow['window'] => (window ? [window.size[0], window.size[1], channelsOf(window)] : null);

function tableOf(plan: Plan): PlanRow[] {
  const rows = plan.sites.map(({ layer, output }, at): PlanRow => {
    const step = plan.steps.find((each) => each.at === at);
    const names = ruleOf(layer).parameters(layer).map(({ name }) => name);
    const own = plan.blocks.filter(({ parameter }) => names.includes(parameter));
    return {
      layer: layer.name,
      kind: layer.kind,
      output,
      window: windowOf(step?.from),
      numbers: own.reduce((total, { width }) => total + width, 0),
      parameters: own.reduce((total, { size }) => total + size, 0),
    };
  });
  return plan.chain ? rows : rows.reverse();
}

const spaced = (value: number) => Math.round(value).toLocaleString('en').replace(/,/g, ' ');

function bytesInWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  return `${(bytes / 1000 ** power).toLocaleString('en', { maximumSignificantDigits: 3 })} ${units[power]}`;
}

function sentenceOf(plan: Plan, bytes: number, denseBytes: number, parts: number): string {
  const size = `${spaced(plan.rows)} rows by ${spaced(plan.columns)} columns`;
  const kept = plan.rowWidth < plan.columns ? `, of which ${spaced(plan.rowWidth)} a row can differ from zero: ${bytesInWords(bytes)} instead of ${bytesInWords(denseBytes)}` : `, ${bytesInWords(bytes)}`;
  const inParts = parts > 1 ? ` It comes in ${spaced(parts)} parts.` : '';
  return `${size}${kept}; ${plan.method}, because ${plan.why === 'as asked' ? 'it was asked for' : plan.why}.${inParts}`;
}

/** The plan as one sentence, totals and a table of its layers. */
export function describePlan(plan: Plan, { budget = DEFAULT_BUDGET, bytesPerNumber = 4 }: { budget?: number; bytesPerNumber?: number } = {}): PlanDescription {
  const bytes = bytesPerNumber * plan.rows * plan.rowWidth;
  const denseBytes = bytesPerNumber * plan.rows * plan.columns;
  const parts = partRanges(plan, budget, bytesPerNumber).length;
  return {
    sentence: sentenceOf(plan, bytes, denseBytes, parts),
    method: plan.method,
    way: plan.chain ? 'levels' : 'windows',
    rows: plan.rows,
    columns: plan.columns,
    numbersPerRow: plan.rowWidth,
    bytes,
    denseBytes,
    multiplyAdds: plan.multiplyAdds,
    denseMultiplyAdds: plan.denseMultiplyAdds,
    budget,
    parts,
    table: tableOf(plan),
  };
}
