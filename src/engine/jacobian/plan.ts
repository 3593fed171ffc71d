// What a Jacobian will take, before it is taken: windows, blocks, passes, bytes, multiply-adds. Pure.
import { inputsOf, type Layer, type Network } from '../model/network.ts';
import { ruleOf } from '../layers/rules.ts';
import type { Site } from '../layers/layer.ts';
import { cellsOf, ownWindow, type Shape3, volume, type Window } from '../layers/window.ts';
import { type Block, columnsOf } from './blocks.ts';
import { type Asked, type Chain, planChain, sizeOf } from './chain.ts';
import { costOf, type Crossing, type Crossings, crossings, IMAGES, leadingTo } from './crossings.ts';
import type { Method } from './jacobian.ts';
import { assignRegisters } from './registers.ts';

/** One layer crossed, and what it leaves in the rows. */
export interface PullStep extends Crossing {
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
  /** Which sites have something that is asked for at or below them. */
  readonly leads: readonly boolean[];
  /** Buffers that the cotangents of rows need at a time: two that take turns in a chain. */
  readonly cotangents: number;
  /** Where the levels' own Jacobians, made upwards, are cheaper than pulling rows down: that way instead of `steps`. */
  readonly chain: Chain | null;
  readonly blocks: readonly Block[];
  /** Rows are stored dense rather than compact. */
  readonly spread: boolean;
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
  /** Bytes that intermediate results may take. */
  readonly budget?: number;
  /** The images are some of many, over all of which columns with respect to the input run: which is the first, of how many. */
  readonly among?: { readonly first: number; readonly images: number };
}

/** Default share of intermediate results: enough rows to fill a GPU, small enough for a laptop. */
export const DEFAULT_BUDGET = 256e6;

/** The places of the layers that lead to the one at `end`, itself last. */
function placesBelow({ layers }: Network, end: number): number[] {
  const wanted = new Set([end]);
  for (let at = end; at >= 0; at--) if (wanted.has(at)) for (const input of inputsOf(layers[at], at)) wanted.add(checkedInput(layers[at], input, at));
  return Array.from({ length: end + 1 }, (_, at) => at).filter((at) => wanted.has(at));
}

/** @throws when a layer takes what does not come before it. */
function checkedInput({ name }: Layer, input: number, at: number): number {
  if (!Number.isInteger(input) || input < IMAGES || input >= at) throw new Error(`inputs of ${name}: ${input} is no layer before it; give places in the network, or -1 for the images`);
  return input;
}

/** Every layer that leads to `of`, itself last, with shapes. */
export function sitesOf(network: Network, images: number, of: string, batchStatistics = false): Site[] {
  const end = network.layers.map((layer) => layer.name).lastIndexOf(of);
  if (end < 0) throw new Error(`layer: ${of} is not in this network; choose one of ${[...new Set(network.layers.map((l) => l.name))].join(', ')}`);
  const places = placesBelow(network, end);
  const siteAt = new Map(places.map((place, at) => [place, at]));
  const sites: Site[] = [];
  for (const place of places) {
    const layer = network.layers[place];
    const from = inputsOf(layer, place).map((input) => (input === IMAGES ? IMAGES : siteAt.get(input)!));
    const inputs = from.map((input): Shape3 => (input === IMAGES ? network.inputShape : sites[input].output));
    const rule = ruleOf(layer);
    if (inputs.length === 0 || (inputs.length > 1 && !rule.merges)) throw new Error(`inputs of ${layer.name}: ${inputs.length} where ${rule.merges ? 'at least one is' : 'one is'} needed; join them with an add or concatenate layer first`);
    const output = rule.outputShape(layer, inputs[0], inputs);
    if (output.some((extent) => extent < 1)) throw new Error(`output of ${layer.name}: ${output.join('×')} is empty; use a smaller kernel or a larger image`);
    sites.push({ layer, at: sites.length, from, inputs, input: inputs[0], output, images, batchStatistics: batchStatistics && layer.kind === 'batchNorm' });
  }
  return sites;
}

/** Parameters asked for, in column order, each with its layer and its place among the layer's parameters. */
function parametersAsked(sites: readonly Site[], wrt: PlanRequest['wrt']): Asked[] {
  if (wrt === 'input') return [];
  const all = sites.flatMap((site, at) => ruleOf(site.layer).parameters(site.layer).map((parameter, which) => ({ at, which, parameter, layer: site.layer })));
  if (!wrt) return all.filter(({ layer }) => layer.trainable);
  const names = all.map(({ parameter }) => parameter.name);
  const unknown = wrt.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`parameter: ${unknown} is not at or below this layer; choose from ${names.join(', ')}, or 'input'`);
  return all.filter(({ parameter }) => wrt.includes(parameter.name));
}

function costOfAll(sites: readonly Site[], { crossed }: Crossings): number {
  return crossed.reduce((total, crossing) => total + costOf(sites, crossing), 0);
}

/** Lays the parameters' numbers one after another, in column order. */
function layOut(asked: readonly Asked[], structureOf: (entry: Asked) => Pick<Block, 'structure' | 'width' | 'channels'>): Map<Asked, Block> {
  const blocks = new Map<Asked, Block>();
  let [offset, start] = [0, 0];
  for (const entry of asked) {
    const { name, shape } = entry.parameter;
    const size = sizeOf(entry.parameter);
    const block: Block = { parameter: name, layer: entry.layer.name, shape, ...structureOf(entry), offset, start, size, window: null, firstImage: 0 };
    blocks.set(entry, block);
    offset += block.width;
    start += size;
  }
  return blocks;
}

function pulledBlocks(sites: readonly Site[], crossed: readonly Crossing[], asked: readonly Asked[]): Map<Asked, Block> {
  return layOut(asked, ({ at, which }) => {
    const { from } = crossed.find((crossing) => crossing.at === at)!;
    return { ...ruleOf(sites[at].layer).block!(sites[at], which, from), channels: from.rows[2] };
  });
}

function chainedBlocks({ stages }: Chain, asked: readonly Asked[]): Map<Asked, Block> {
  const { own, channels } = stages[stages.length - 1];
  return layOut(asked, (entry) => {
    const size = sizeOf(entry.parameter);
    return own.includes(entry) ? { structure: 'channel', width: size / channels, channels } : { structure: 'all', width: size, channels };
  });
}

function inputBlockOf(network: Network, { first, images }: NonNullable<PlanRequest['among']>, window: Window): Block {
  const shape = [images, ...network.inputShape];
  return {
    parameter: 'input', layer: 'input', shape, structure: 'window', width: cellsOf(window), offset: 0,
    start: 0, size: images * volume(network.inputShape), channels: window.rows[2], window, firstImage: first,
  };
}

function rowRange(total: number, rows: PlanRequest['rows']): { firstRow: number; rows: number } {
  if (!rows) return { firstRow: 0, rows: total };
  const whole = Number.isInteger(rows.start) && Number.isInteger(rows.count);
  if (!whole || rows.start < 0 || rows.count < 1 || rows.start + rows.count > total)
    throw new Error(`rows: ${rows.start} to ${rows.start + rows.count - 1} are not among the ${total} rows; choose from 0 to ${total - 1}`);
  return { firstRow: rows.start, rows: rows.count };
}

/** What no type can keep out of a call that comes from elsewhere. */
function checkChoices(images: number, { method = 'auto', batchNorm = 'inference' }: PlanRequest): void {
  if (!Number.isSafeInteger(images) || images < 1) throw new Error(`images: ${images} of them are none to work with; give a positive whole number`);
  if (!['auto', 'structured', 'batched', 'loop'].includes(method)) throw new Error(`method: ${method} is not one; use auto, structured, batched or loop`);
  if (!['inference', 'batch'].includes(batchNorm)) throw new Error(`batch norm: ${batchNorm} is not one; use inference or batch`);
}

/** Whether levels are made upwards: where that is cheaper, wherever it can be done, or not at all. */
export type ChainChoice = 'auto' | 'always' | 'never';

/** The chain where it takes fewer multiply-adds than the windows, for the images that the rows belong to. */
function cheaperChain(sites: readonly Site[], asked: readonly Asked[], request: PlanRequest, images: number, pulled: number, wanted: ChainChoice): { chain: Chain; cost: number } | null {
  const chain = wanted === 'never' ? null : planChain(sites, asked);
  if (!chain || (chain.stages.length === 1 && !chain.coupled)) return null;
  const together = chain.coupled ? images : 1;
  if (wanted === 'auto' && chain.levelBytes * together > (request.budget ?? DEFAULT_BUDGET) / 2) return null;
  const perImage = volume(sites[sites.length - 1].output);
  const { firstRow, rows } = rowRange(images * perImage, request.rows);
  const touched = chain.coupled ? images : Math.floor((firstRow + rows - 1) / perImage) - Math.floor(firstRow / perImage) + 1;
  const cost = chain.multiplyAdds.levels * touched + chain.multiplyAdds.row * rows;
  return wanted === 'always' || cost < pulled * rows ? { chain, cost } : null;
}

/**
 * Plans the Jacobian of layer `of` for N images. The float64 reference on the host only pulls rows down (`never`).
 * @throws when a layer, parameter or row does not exist.
 */
export function planJacobian(network: Network, images: number, request: PlanRequest, chains: ChainChoice = 'auto'): Plan {
  checkChoices(images, request);
  const sites = sitesOf(network, images, request.of, request.batchNorm === 'batch');
  const asked = parametersAsked(sites, request.wrt);
  const needInput = request.wrt === 'input';
  if (!needInput && asked.length === 0) throw new Error(`parameters: none at or below ${request.of}; ask for 'input' or for a later layer`);
  const output = sites[sites.length - 1].output;
  const range = rowRange(images * volume(output), request.rows);
  const leads = leadingTo(sites, new Set(asked.map(({ at }) => at)), needInput);
  const [narrow, wide] = [false, true].map((dense) => crossings(sites, leads, needInput, dense));
  const pulled = costOfAll(sites, narrow);
  const upward = cheaperChain(sites, asked, request, images, pulled, chains);
  const costs = { structured: upward?.cost ?? pulled * range.rows, batched: costOfAll(sites, wide) * range.rows };
  const method = chooseMethod(request.method ?? 'auto', costs);
  const chain = method === 'structured' ? (upward?.chain ?? null) : null;
  const { crossed, onImages } = method === 'structured' ? narrow : wide;
  const steps = chain ? [] : crossed;
  const blocks = chain ? chainedBlocks(chain, asked) : pulledBlocks(sites, steps, asked);
  const inputBlock = needInput ? inputBlockOf(network, request.among ?? { first: 0, images }, onImages!) : null;
  const list = inputBlock ? [inputBlock] : [...blocks.values()];
  return {
    method,
    why: reason(request.method ?? 'auto', method, chain ? null : narrow.crossed, costs, range.rows),
    sites,
    outputShape: [images, ...output],
    start: ownWindow(output),
    leads,
    cotangents: assignRegisters(sites, steps).count,
    steps: steps.map((crossing) => ({
      ...crossing,
      blocks: [...blocks].filter(([entry]) => entry.at === crossing.at).map(([entry, block]) => ({ which: entry.which, block })),
    })),
    chain,
    blocks: list,
    spread: false,
    inputBlock,
    rowWidth: list.reduce((total, block) => total + block.width, 0),
    ...range,
    columns: columnsOf(list),
    largestWindow: Math.max(1, ...steps.flatMap(windowsOf).map(cellsOf)),
    multiplyAdds: method === 'structured' ? costs.structured : costs.batched,
    denseMultiplyAdds: costs.batched,
  };
}

const windowsOf = ({ arrives, from, pulls }: Crossing): Window[] => [arrives, from, ...pulls.flatMap(({ to, joins }) => (joins ? [to, joins] : [to]))];

function chooseMethod(asked: 'auto' | Method, costs: { structured: number; batched: number }): Method {
  if (asked !== 'auto') return asked;
  return costs.structured <= costs.batched ? 'structured' : 'batched';
}

/** Why this method, as a sentence that follows its name. */
function reason(asked: 'auto' | Method, method: Method, narrow: readonly Crossing[] | null, costs: { structured: number; batched: number }, rows: number): string {
  if (asked !== 'auto') return 'as asked';
  if (method === 'batched') return 'every cotangent fills whole maps, so windows would save nothing';
  const saving = costs.batched / costs.structured;
  if (saving < 1.05) return `all ${rows} rows are pulled back together`;
  const fewer = `which takes ${formatSaving(saving)} times fewer multiply-adds than dense cotangents`;
  if (!narrow) return `each layer’s own Jacobian is made from that of the layer below, block by block, ${fewer}`;
  const cells = Math.max(...narrow.map(({ from }) => cellsOf(from)));
  const support = cells === 1 ? 'a single cell of one channel' : `at most ${cells} cells`;
  return `each row’s cotangent stays within ${support}, ${fewer}`;
}

/** Made once: that takes as long as the rest of a plan. */
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function formatSaving(ratio: number): string {
  return ratio >= 10 ? WHOLE.format(ratio).replace(/,/g, ' ') : ratio.toFixed(1);
}

