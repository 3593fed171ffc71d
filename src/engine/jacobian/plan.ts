// What a Jacobian will take, before it is taken: windows, blocks, passes, bytes, multiply-adds. Pure.
import type { Network, Parameter } from '../model/network.ts';
import { ruleOf } from '../layers/rules.ts';
import type { Site } from '../layers/layer.ts';
import { cellsOf, isPlane, ownWindow, planeWindow, type Shape3, volume, type Window } from '../layers/window.ts';
import { type Block, columnsOf } from './blocks.ts';
import type { Method } from './jacobian.ts';

/** One layer crossed from its output to its input. */
export interface PullStep {
  /** Index into `sites`. */
  readonly at: number;
  /** The cotangent is first spread to this window; null where it already has it. */
  readonly widen: Window | null;
  readonly from: Window;
  /** Null for the lowest layer when nothing below it is asked for. */
  readonly to: Window | null;
  /** Parameters whose blocks this layer fills: index into the layer's parameters, and the block. */
  readonly blocks: readonly { readonly which: number; readonly block: Block }[];
}

export interface Plan {
  readonly method: Method;
  readonly why: string;
  readonly sites: readonly Site[];
  readonly outputShape: readonly [number, number, number, number];
  /** The one-hot cotangent before anything else. */
  readonly start: Window;
  readonly steps: readonly PullStep[];
  readonly blocks: readonly Block[];
  /** Where the cotangent ends when the input is asked for. */
  readonly inputBlock: Block | null;
  /** Compact numbers a row. */
  readonly rowWidth: number;
  readonly firstRow: number;
  readonly rows: number;
  readonly columns: number;
  /** Most cells that a row's cotangent has on the way. */
  readonly largestWindow: number;
  readonly multiplyAdds: number;
  readonly denseMultiplyAdds: number;
}

export interface PlanRequest {
  readonly of: string;
  readonly wrt?: readonly string[] | 'input';
  readonly batchNorm?: 'inference' | 'batch';
  readonly method?: 'auto' | Method;
  readonly rows?: { start: number; count: number };
}

/** Every layer up to and including `of`, with shapes. */
export function sitesOf(network: Network, images: number, of: string, batchStatistics = false): Site[] {
  const end = network.layers.map((layer) => layer.name).lastIndexOf(of);
  if (end < 0) throw new Error(`layer: ${of} is not in this network; choose one of ${[...new Set(network.layers.map((l) => l.name))].join(', ')}`);
  let input: Shape3 = network.inputShape;
  return network.layers.slice(0, end + 1).map((layer) => {
    const output = ruleOf(layer).outputShape(layer, input);
    if (output.some((extent) => extent < 1)) throw new Error(`output of ${layer.name}: ${output.join('×')} is empty; use a smaller kernel or a larger image`);
    const site: Site = { layer, input, output, images, batchStatistics: batchStatistics && layer.kind === 'batchNorm' };
    input = output;
    return site;
  });
}

/** Parameters asked for, in column order, each with its layer and its place among the layer's parameters. */
function parametersAsked(sites: readonly Site[], wrt: PlanRequest['wrt']) {
  if (wrt === 'input') return [];
  const all = sites.flatMap((site, at) => ruleOf(site.layer).parameters(site.layer).map((parameter, which) => ({ at, which, parameter, layer: site.layer })));
  if (!wrt) return all.filter(({ layer }) => layer.trainable);
  const names = all.map(({ parameter }) => parameter.name);
  const unknown = wrt.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`parameter: ${unknown} is not at or below this layer; choose from ${names.join(', ')}, or 'input'`);
  return all.filter(({ parameter }) => wrt.includes(parameter.name));
}

interface Crossing {
  at: number;
  widen: Window | null;
  from: Window;
  to: Window | null;
}

/** The windows from the top down to the lowest layer that is needed. */
function crossings(sites: readonly Site[], lowest: number, dense: boolean, needInput: boolean): Crossing[] {
  const top = sites[sites.length - 1];
  const images = top.images;
  let window = ownWindow(top.output);
  const crossed: Crossing[] = [];
  for (let at = sites.length - 1; at >= lowest; at--) {
    const site = sites[at];
    const rule = ruleOf(site.layer);
    const coupled = rule.needsWholeBatch?.(site) ?? false;
    const spread = coupled || (dense && at === sites.length - 1);
    const across = coupled || (dense && sites.some((s) => s.batchStatistics)) ? images : window.images;
    const wanted = spread && !(isPlane(window) && window.images === across) ? planeWindow(window, across) : null;
    const from = wanted ?? window;
    const to = at > lowest || needInput ? rule.pullWindow(site, from) : null;
    crossed.push({ at, widen: wanted, from, to });
    window = to ?? from;
  }
  return crossed;
}

function costOf(sites: readonly Site[], crossed: readonly Crossing[]): number {
  return crossed.reduce((total, { at, from, to }) => {
    const cost = ruleOf(sites[at].layer).cost(sites[at], from, to ?? from);
    return total + cost.parameters + (to ? cost.input : 0);
  }, 0);
}

type Asked = ReturnType<typeof parametersAsked>[number];

function parameterBlocks(sites: readonly Site[], crossed: readonly Crossing[], asked: readonly Asked[]): Map<Asked, Block> {
  const blocks = new Map<Asked, Block>();
  let [offset, start] = [0, 0];
  for (const entry of asked) {
    const { parameter, at, which } = entry;
    const { from } = crossed.find((crossing) => crossing.at === at)!;
    const { structure, width } = ruleOf(sites[at].layer).block!(sites[at], which, from);
    const size = sizeOf(parameter);
    const { name, shape } = parameter;
    blocks.set(entry, { parameter: name, layer: entry.layer.name, shape, structure, width, offset, start, size, channels: from.rows[2], window: null });
    offset += width;
    start += size;
  }
  return blocks;
}

function inputBlockOf(network: Network, images: number, window: Window): Block {
  const shape = [images, ...network.inputShape];
  return {
    parameter: 'input', layer: 'input', shape, structure: 'window', width: cellsOf(window), offset: 0,
    start: 0, size: images * volume(network.inputShape), channels: window.rows[2], window,
  };
}

const sizeOf = (parameter: Parameter) => parameter.shape.reduce((product, extent) => product * extent, 1);

function rowRange(total: number, rows: PlanRequest['rows']): { firstRow: number; rows: number } {
  if (!rows) return { firstRow: 0, rows: total };
  const whole = Number.isInteger(rows.start) && Number.isInteger(rows.count);
  if (!whole || rows.start < 0 || rows.count < 1 || rows.start + rows.count > total)
    throw new Error(`rows: ${rows.start} to ${rows.start + rows.count - 1} are not among the ${total} rows; choose from 0 to ${total - 1}`);
  return { firstRow: rows.start, rows: rows.count };
}

/**
 * Plans the Jacobian of layer `of` for N images.
 * @throws when a layer, parameter or row does not exist.
 */
export function planJacobian(network: Network, images: number, request: PlanRequest): Plan {
  const sites = sitesOf(network, images, request.of, request.batchNorm === 'batch');
  const asked = parametersAsked(sites, request.wrt);
  const needInput = request.wrt === 'input';
  if (!needInput && asked.length === 0) throw new Error(`parameters: none at or below ${request.of}; ask for 'input' or for a later layer`);
  const lowest = needInput ? 0 : Math.min(...asked.map(({ at }) => at));
  const narrow = crossings(sites, lowest, false, needInput);
  const wide = crossings(sites, lowest, true, needInput);
  const costs = { structured: costOf(sites, narrow), batched: costOf(sites, wide) };
  const method = chooseMethod(request.method ?? 'auto', costs);
  const crossed = method === 'structured' ? narrow : wide;
  const blocks = parameterBlocks(sites, crossed, asked);
  const end = crossed[crossed.length - 1].to;
  const inputBlock = needInput ? inputBlockOf(network, images, end!) : null;
  const list = inputBlock ? [inputBlock] : [...blocks.values()];
  const output = sites[sites.length - 1].output;
  const range = rowRange(images * volume(output), request.rows);
  return {
    method,
    why: reason(request.method ?? 'auto', method, narrow, costs, range.rows),
    sites,
    outputShape: [images, ...output],
    start: ownWindow(output),
    steps: crossed.map((crossing) => ({
      ...crossing,
      blocks: [...blocks].filter(([entry]) => entry.at === crossing.at).map(([entry, block]) => ({ which: entry.which, block })),
    })),
    blocks: list,
    inputBlock,
    rowWidth: list.reduce((total, block) => total + block.width, 0),
    ...range,
    columns: columnsOf(list),
    largestWindow: Math.max(...crossed.flatMap(({ from, to }) => [cellsOf(from), to ? cellsOf(to) : 0])),
    multiplyAdds: range.rows * (method === 'structured' ? costs.structured : costs.batched),
    denseMultiplyAdds: range.rows * costs.batched,
  };
}

function chooseMethod(asked: 'auto' | Method, costs: { structured: number; batched: number }): Method {
  if (asked !== 'auto') return asked;
  return costs.structured <= costs.batched ? 'structured' : 'batched';
}

/** Why this method, as a sentence that follows its name. */
function reason(asked: 'auto' | Method, method: Method, narrow: readonly Crossing[], costs: { structured: number; batched: number }, rows: number): string {
  if (asked !== 'auto') return 'as asked';
  if (method === 'batched') return 'every cotangent fills whole maps, so windows would save nothing';
  const saving = costs.batched / costs.structured;
  if (saving < 1.05) return `all ${rows} rows are pulled back together`;
  const cells = Math.max(...narrow.map(({ from }) => cellsOf(from)));
  const support = cells === 1 ? 'a single cell of one channel' : `at most ${cells} cells`;
  return `each row’s cotangent stays within ${support}, which takes ${formatSaving(saving)} times fewer multiply-adds than dense cotangents`;
}

function formatSaving(ratio: number): string {
  return ratio >= 10 ? Math.round(ratio).toLocaleString('en').replace(/,/g, ' ') : ratio.toFixed(1);
}

