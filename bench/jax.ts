// jax-js on the reference problem: what another library in the browser takes for the same matrix. Of the engine it uses only
// the network's numbers, and the reference that says whether jax-js's are right.
import { type Array as JaxArray, blockUntilReady, defaultDevice, init, jacfwd, jit, jvp, lax, nn, numpy as np, vmap } from '@jax-js/jax';
import type { BatchNormLayer, Conv2dLayer, Parameter } from '../src/engine/model/network.ts';
import { type Case, type Problem, reference } from './cases.ts';
import { checkRows, spreadRows } from './check.ts';
import { measure, type Timing } from './measure.ts';

export type JaxDevice = 'webgpu' | 'wasm';

const RUNS = 7;
const [TAPS, CHANNELS, CELLS] = [25, 20, 24 * 24];
const ROWS = CELLS * CHANNELS;
const COLUMNS = (TAPS + 3) * CHANNELS;
/** A parameter block belongs to one channel: a tangent may set the same tap of all channels at once. */
const COLOURS = TAPS + 3;

const numbers = ({ values }: Parameter) => Float32Array.from(values as Float32Array);

/** h(θ), flattened as [C, H, W], which is how jax-js convolves; θ in the engine's order. */
function forward({ network, images }: Problem): (theta: JaxArray) => JaxArray {
  const conv = network.layers.find((layer) => layer.kind === 'conv2d') as Conv2dLayer;
  const norm = network.layers.find((layer) => layer.kind === 'batchNorm') as BatchNormLayer;
  const x = np.array(Float32Array.from(images.data)).reshape([1, 1, 28, 28]);
  const mean = np.array(numbers(norm.movingMean)).reshape([CHANNELS, 1, 1]);
  const sigma = np.array(numbers(norm.movingVariance).map((variance) => Math.sqrt(variance + norm.epsilon))).reshape([CHANNELS, 1, 1]);
  const [kh, kw] = conv.kernel.shape;
  return (theta) => {
    const [kernel, bias, gamma, beta] = np.split(theta, [500, 520, 540]);
    const perChannel = (values: JaxArray) => values.reshape([CHANNELS, 1, 1]);
    const filters = kernel.reshape([kh, kw, 1, CHANNELS]).transpose([3, 2, 0, 1]);
    const z = lax.conv(x.ref, filters, [1, 1], 'VALID').add(perChannel(bias));
    return nn.relu(z.sub(mean.ref).div(sigma.ref).mul(perChannel(gamma)).add(perChannel(beta))).reshape([ROWS]);
  };
}

function thetaOf({ network }: Problem): Float32Array<ArrayBuffer> {
  const conv = network.layers.find((layer) => layer.kind === 'conv2d') as Conv2dLayer;
  const norm = network.layers.find((layer) => layer.kind === 'batchNorm') as BatchNormLayer;
  return Float32Array.from([conv.kernel, conv.bias!, norm.gamma!, norm.beta!].flatMap((parameter) => [...numbers(parameter)]));
}

/** Colour k of every channel: the columns that are k·C … k·C + C − 1. */
function seeds(): JaxArray {
  const data = new Float32Array(COLOURS * COLUMNS);
  for (let colour = 0; colour < COLOURS; colour++) data.fill(1, colour * COLUMNS + colour * CHANNELS, colour * COLUMNS + (colour + 1) * CHANNELS);
  return np.array(data).reshape([COLOURS, COLUMNS]);
}

interface Way {
  readonly name: string;
  readonly run: () => JaxArray[];
  /** Column p of the engine's row r. */
  readonly at: (results: readonly Float32Array[], r: number, p: number) => number;
}

/** The engine's row (cell, channel) among jax-js's (channel, cell). */
const place = (r: number) => (r % CHANNELS) * CELLS + Math.floor(r / CHANNELS);
const ownColour = (r: number, p: number) => (p % CHANNELS === r % CHANNELS ? Math.floor(p / CHANNELS) : null);

function waysOf(problem: Problem): Way[] {
  const f = forward(problem);
  const theta = np.array(thetaOf(problem));
  const tangents = seeds();
  const single = Array.from({ length: COLOURS }, (_, colour) => tangents.ref.slice(colour));
  const whole = jit(jacfwd(f));
  const push = (at: JaxArray, tangent: JaxArray) => jvp(f, [at], [tangent])[1];
  const together = jit((at: JaxArray, all: JaxArray) => vmap((tangent: JaxArray) => push(at.ref, tangent), [0])(all));
  const one = jit(push);
  return [
    { name: 'jit(jacfwd)', run: () => [whole(theta.ref)], at: ([J], r, p) => J[place(r) + ROWS * p] },
    { name: `jit(vmap(jvp)), ${COLOURS} colours`, run: () => [together(theta.ref, tangents.ref)], at: ([J], r, p) => coloured(ownColour(r, p), (colour) => J[colour * ROWS + place(r)]) },
    { name: `jit(jvp), ${COLOURS} colours one by one`, run: () => single.map((tangent) => one(theta.ref, tangent.ref)), at: (J, r, p) => coloured(ownColour(r, p), (colour) => J[colour][place(r)]) },
  ];
}

function coloured(colour: number | null, read: (colour: number) => number): number {
  return colour === null ? 0 : read(colour);
}

async function measureWay(what: Case, device: JaxDevice, { name, run, at }: Way): Promise<Timing> {
  const title = `jax-js ${name}, ${device}`;
  try {
    const results = await Promise.all(run().map(async (array) => (await array.data()) as Float32Array));
    const row = async (r: number) => Float64Array.from({ length: COLUMNS }, (_, p) => at(results, r, p));
    await checkRows(what, title, spreadRows(0, ROWS), row);
    return await measure(title, RUNS, async () => {
      const made = run();
      await blockUntilReady(made);
      for (const array of made) array.dispose();
    });
  } catch (error) {
    return { name: title, least: NaN, median: NaN, runs: 0, note: `failed: ${String(error)}` };
  }
}

/** `jit(jacfwd)`, and the better of two ways with colours. What throws or is wrong comes back without a figure and with its reason. */
export async function benchJax(device: JaxDevice): Promise<Timing[]> {
  const what: Case = { title: 'reference network, relu1, 1 image', problem: await reference(1), of: 'relu1', runs: RUNS, sample: null };
  try {
    if (!(await init(device)).includes(device)) throw new Error(`${device}: not offered here`);
    defaultDevice(device);
    const [jacobian, ...colours] = waysOf(what.problem);
    const whole = await measureWay(what, device, jacobian);
    const ways = [await measureWay(what, device, colours[0]), await measureWay(what, device, colours[1])];
    return [whole, betterOf(ways)];
  } catch (error) {
    return [{ name: `jax-js, ${device}`, least: NaN, median: NaN, runs: 0, note: `failed: ${String(error)}` }];
  }
}

function betterOf(ways: readonly Timing[]): Timing {
  const [best, other] = [...ways].sort((a, b) => (a.median || Infinity) - (b.median || Infinity));
  const against = Number.isNaN(other.median) ? other.note : `${Math.round(other.median)} ms`;
  return { ...best, note: best.note ?? `the better of two; ${other.name}: ${against}` };
}
