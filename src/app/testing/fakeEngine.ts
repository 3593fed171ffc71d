// An engine that computes the reference network on the host in closed form, for tests of the page's own logic.
// It knows no worker; its training only moves the weights a little.
import type { BrowseItem, Column, DigitsInfo, EngineApi, EngineEvent, Exploration, ExploreRequest, NetworkInfo, Opened, QuestionKind, Questions, Row, RunEntry, RunState, Unit } from '../../engine/protocol.ts';
import { positionOf } from '../formula/parameter.ts';
import { fakeDigit } from './fakeDigits.ts';
import { blocksOf, defaults, digits, drawWeights, fields, layersOf, layersUpTo, map, side, taps, type Weights } from './fakeNetwork.ts';

export interface FakeOptions {
  channels?: number;
  /** Pause between two iterations of its training. */
  delay?: number;
  /** Runs that are kept when it is opened. */
  kept?: readonly RunEntry[];
  /** Answers to the questions of views. */
  answers?: { [K in QuestionKind]?: (request: Questions[K]['request']) => Questions[K]['answer'] };
}

/** The rate from which on its training diverges, and after how many iterations. */
const divergence = { rate: 1, after: 4 };

/** A fresh fake. Its answers hold all the relations of the real ones (rows, columns, norms, chain). */
export function fakeEngine({ channels = 20, delay = 0, kept = [], answers = {} }: FakeOptions = {}): EngineApi & { calls: string[] } {
  const calls: string[] = [];
  const explorations = new Map<number, { weights: Weights; of: string; input: Float32Array }>();
  let emit: (event: EngineEvent) => void = () => {};
  let weights = drawWeights(7, channels);
  let exported = 0;
  let beside = 0;
  let own: DigitsInfo[] = [];
  const past: Weights[] = [];
  let runs = kept;
  const keep = (next: readonly RunEntry[]) => {
    runs = next;
    emit({ kind: 'runs', runs });
  };
  let run: RunState = {
    network: 'question', suggested: 'relu1', inputShape: [side, side, 1],
    phase: 'ready-made', readyMade: true, revision: 1, settings: defaults, iteration: 12, iterations: 12, epoch: 4, epochs: 4,
    iterationsPerEpoch: 3, imagesPerSecond: null, secondsLeft: null, fraction: null, error: null, layers: layersOf(channels), moments: [], momentsEvery: 1, moment: null, validated: null,
    trainingImages: 500, validationImages: 9500,
  };
  const curve = (n: number) => ({
    training: Array.from({ length: n }, (_, k) => ({ iteration: k + 1, loss: 2.3 * Math.exp(-k / 5), accuracy: 1 - 0.9 * Math.exp(-k / 4) })),
    validation: n >= 12 ? [{ iteration: 12, loss: 0.5, accuracy: 0.86 }] : [],
  });
  const filters = () => ({ revision: run.revision, shape: [taps, taps, 1, channels] as const, values: weights.kernel });
  const networks: NetworkInfo[] = [
    { name: 'question', label: 'The question’s', help: 'One convolution.', trainable: true, shows: 'ready-made' },
    { name: 'loaded', label: 'Your own', help: 'model.json and its weights.', trainable: false, shows: 'none' },
  ];
  const shipped: DigitsInfo = { count: digits, height: side, width: side, classes: 10, names: Array.from('0123456789'), name: null, identity: null };
  const set = (change: Partial<RunState>) => {
    run = { ...run, ...change };
    emit({ kind: 'run', run });
  };

  function unitOf(id: number, { i, j, c }: Unit) {
    const found = explorations.get(id);
    if (!found) throw { code: 'exploration-gone', message: `exploration: ${id}. Explore again.` };
    const { weights: w, of, input } = found;
    const patch = Float32Array.from({ length: taps * taps }, (_, k) => input[(i + Math.floor(k / taps)) * side + j + (k % taps)]);
    const z = patch.reduce((sum, x, k) => sum + x * w.kernel[k * channels + c], w.bias[c]);
    const normalised = (z - w.mean[c]) / w.sigma[c];
    const y = w.gamma[c] * normalised + w.beta[c];
    const depth = layersUpTo[of];
    const mask = depth >= 3 && y <= 0 ? 0 : 1;
    return { w, of, patch, z, normalised, y, depth, mask, scale: (depth >= 2 ? w.gamma[c] / w.sigma[c] : 1) * mask };
  }

  function rowValues(id: number, unit: Unit): Float32Array {
    const { of, patch, normalised, depth, mask, scale } = unitOf(id, unit);
    const values = new Float32Array(blocksOf(of, channels).reduce((sum, { size }) => sum + size, 0));
    patch.forEach((x, k) => (values[k * channels + unit.c] = x * scale));
    values[25 * channels + unit.c] = scale;
    if (depth >= 2) {
      values[26 * channels + unit.c] = mask * normalised;
      values[27 * channels + unit.c] = mask;
    }
    return values;
  }

  function sizesOf({ of }: ExploreRequest) {
    const rows = map * map * channels;
    const columns = blocksOf(of, channels).reduce((sum, { size }) => sum + size, 0);
    return { rows, columns, bytes: rows * 28 * 4, denseBytes: rows * columns * 4, multiplyAdds: rows * 28, denseMultiplyAdds: rows * columns };
  }

  const units = (): Unit[] => Array.from({ length: map * map * channels }, (_, r) => ({ i: Math.floor(r / (map * channels)), j: Math.floor(r / channels) % map, c: r % channels }));
  const norm = (values: Float32Array) => Math.hypot(...values);

  const api: EngineApi = {
    async open(onEvent): Promise<Opened> {
      emit = onEvent;
      return {
        backend: { kind: 'cpu', device: 'fake', software: true, notice: null },
        fields, defaults, run, curve: curve(12), filters: filters(), networks, digits: shipped, runs: kept,
      };
    },
    async checkSettings(settings) {
      return fields.flatMap(({ name, kind, min, max }) => {
        const value = settings[name];
        if (kind === 'choice' || (typeof value === 'number' && value >= min! && value <= max!)) return [];
        return [{ field: name, message: `${name}: ${value}. Choose ${min} to ${max}.` }];
      });
    },
    async train(settings, options) {
      weights = drawWeights(settings.seed, channels);
      past.splice(0, past.length, weights);
      set({ settings, readyMade: false, phase: options?.paused ? 'paused' : 'training', error: null, validated: null, iteration: 0, moments: [0], moment: null, revision: run.revision + 1 });
      if (!options?.paused) void train();
    },
    async pause() { set({ phase: 'paused' }); },
    async resume() { set({ phase: 'training' }); void train(); },
    async step() { iterate(); set({ phase: 'paused' }); },
    async stop() { set({ phase: 'stopped' }); },
    async look(iteration) {
      weights = past[iteration ?? past.length - 1];
      set({ moment: iteration, revision: run.revision + 1 });
      emit({ kind: 'filters', filters: filters() });
      return run;
    },
    async openRun(id) {
      const entry = runs.find((each) => each.id === id);
      if (!entry) throw { code: 'run', message: `run: ${id} is no longer kept. Choose another one.` };
      weights = drawWeights(entry.settings.seed, channels);
      past.splice(0, past.length, ...Array.from({ length: entry.iteration + 1 }, () => weights));
      const { settings, iteration, phase } = entry;
      set({ settings, iteration, phase: phase === 'under-way' ? 'paused' : phase, readyMade: false, moment: null, moments: past.map((_, k) => k), revision: run.revision + 1 });
      return run;
    },
    async renameRun(id, name) { keep(runs.map((each) => (each.id === id ? { ...each, name } : each))); },
    async deleteRun(id) { keep(runs.filter((each) => each.id !== id)); },
    async saveRun(id) { return { name: `${id}.jxrun`, bytes: new Uint8Array(4) }; },
    async loadRun({ name }) { throw { code: 'run', message: `${name}: a fake reads none. Train a run.` }; },
    async runCurve() { return curve(12); },
    async extend(epochs) { set({ phase: 'training', iterations: run.iterations + 3 * epochs, epochs: run.epochs + epochs }); void train(); },
    async adjust(change) { set({ settings: { ...run.settings, ...change } }); },
    async reset() {
      weights = drawWeights(7, channels);
      set({ phase: 'ready-made', readyMade: true, settings: defaults, moments: [], moment: null, iteration: 12, revision: run.revision + 1 });
      emit({ kind: 'curve', curve: curve(12) });
    },
    async choose(network) {
      if (network !== 'question') throw { code: 'no-model', message: 'model: none has been loaded. Choose its files.' };
      return run;
    },
    async loadModel() { throw { code: 'model', message: 'model: a fake reads none. Use the question’s network.' }; },
    async setInput() { throw { code: 'input', message: 'input: a fake has digits only. Choose one.' }; },
    async saveModel() { return [{ name: 'model.json', bytes: new TextEncoder().encode('{}') }, { name: 'weights.bin', bytes: new Uint8Array(weights.kernel.slice().buffer) }]; },
    async useDigits(source, settings) {
      if (source.kind === 'files' && source.files.length === 0) throw { code: 'digits', message: 'images: none could be used. Give some.', detail: 'a.txt: not an image' };
      const chosen = source.kind === 'files' ? { ...shipped, names: Array.from('abcdefghij'), name: source.name, identity: 'aaaabbbbcccc' } : shipped;
      const leftOut = source.kind === 'files' ? [{ name: 'a.txt', reason: 'not an image' }] : [];
      beside = 0;
      if (source.kind === 'files') own = [chosen];
      emit({ kind: 'digits', digits: chosen, kept: [shipped, ...own] });
      set({ phase: source.kind === 'files' ? 'untrained' : 'ready-made', readyMade: source.kind !== 'files', iteration: 0, revision: run.revision + 1 });
      return { digits: chosen, kept: [shipped, ...own], run, settings, leftOut, notes: [] };
    },
    async showImage({ name }) { return { index: digits + beside++, name, inverted: name === 'ink.png' }; },
    async browse({ label, outcome, predicted = null, split, offset, count }) {
      const all: BrowseItem[] = Array.from({ length: digits }, (_, index) => ({
        index, label: index % 10, split: index % 7 ? 'validation' : 'training', predicted: index % 9 ? index % 10 : (index + 1) % 10,
      }));
      const matches = all.filter((item) => (label === null || item.label === label) && (split === 'any' || item.split === (split === 'validated' ? 'validation' : split)) && (predicted === null || item.predicted === predicted)
        && (outcome === 'any' || (item.predicted === item.label) === (outcome === 'right')));
      const items = matches.slice(offset, offset + count);
      const pixels = new Uint8Array(items.length * side * side);
      items.forEach((item, k) => pixels.set(fakeDigit(item.index, item.label), k * side * side));
      return { items, pixels, scanned: digits, total: digits, end: offset + items.length >= matches.length };
    },
    async plan(request) {
      const { rows, columns, bytes, denseBytes, multiplyAdds, denseMultiplyAdds } = sizesOf(request);
      return {
        sentence: `${rows} rows by ${columns} columns; structured.`, method: 'structured', way: 'windows', rows, columns, numbersPerRow: 28, bytes, denseBytes,
        multiplyAdds, denseMultiplyAdds, budget: 256e6, leastBudget: 1e6, fits: true, parts: 1, passes: 1, seconds: 0.003,
        table: [{ layer: 'conv1', kind: 'conv2d', output: [map, map, channels], window: [1, 1, 1], numbers: 26, parameters: 26 * channels, bytes, multiplyAdds, denseMultiplyAdds }],
      };
    },
    async explore({ digit, of }): Promise<Exploration> {
      if (!(of in layersUpTo)) throw { code: 'layer', message: `layer: ${of}. Choose one of ${Object.keys(layersUpTo).join(', ')}.` };
      const pixels = fakeDigit(digit, digit % 10);
      const mean = new Float32Array(side * side).fill(33);
      const input = Float32Array.from(pixels, (pixel, k) => pixel - mean[k]);
      const id = explorations.size + 1;
      explorations.set(id, { weights, of, input });
      const all = units().map((unit) => ({ unit, ...unitOf(id, unit) }));
      const parameters = Float32Array.from([...weights.kernel, ...weights.bias, ...(layersUpTo[of] >= 2 ? [...weights.gamma, ...weights.beta] : [])]);
      return {
        id, revision: run.revision, readyMade: run.readyMade,
        digit: { index: digit, label: digit < digits ? digit % 10 : null, split: digit >= digits ? null : digit % 7 ? 'validation' : 'training', name: digit < digits ? null : 'drawn', height: side, width: side, channels: 1, pixels, input, mean },
        probabilities: Float32Array.from({ length: 10 }, (_, k) => (k === digit % 10 ? 0.91 : 0.01)), areProbabilities: true, predicted: digit % 10,
        layer: { name: of, shape: [map, map, channels], vector: false },
        wrt: blocksOf(of, channels).map(({ parameter }) => parameter), batchNorm: 'inference', images: { indices: [digit], note: null }, noFormula: null, inParts: false,
        convolution: { layer: 'conv1', kernel: 'conv1/kernel', bias: 'conv1/bias', size: [taps, taps], channelsIn: 1, input: 'input' },
        activations: Float32Array.from(all, ({ z, y, depth, mask }) => (depth === 1 ? z : y * mask)),
        rowNorms: Float32Array.from(all, ({ unit }) => norm(rowValues(id, unit))),
        blocks: blocksOf(of, channels), parameters,
        summary: {
          ...sizesOf({ digit, of }), method: 'structured', why: 'one channel is alive in every row', engine: 'cpu', passes: 1, milliseconds: 3, compileMilliseconds: 0,
        },
      };
    },
    async blockNorms(id, parameter) {
      const { of } = explorations.get(id)!;
      const { start, size } = blocksOf(of, channels).find((block) => block.parameter === parameter)!;
      return Float32Array.from(units(), (unit) => norm(rowValues(id, unit).subarray(start, start + size)));
    },
    async row(id, unit): Promise<Row> {
      const { patch, z, normalised, y, depth, mask, w } = unitOf(id, unit);
      const { c } = unit;
      const values = rowValues(id, unit);
      const activation = { kind: 'activation', layer: 'relu1', function: 'relu', input: y, output: y * mask, derivative: mask } as const;
      const batchNorm = { kind: 'batchNorm', layer: 'bn1', gamma: w.gamma[c], beta: w.beta[c], mean: w.mean[c], sigma: w.sigma[c], input: z, normalised, output: y } as const;
      return {
        explorationId: id, unit, index: (unit.i * map + unit.j) * channels + c, activation: depth === 1 ? z : y * mask, values, norm: norm(values),
        blockNorms: blocksOf(unitOf(id, unit).of, channels).map(({ start, size }) => norm(values.subarray(start, start + size))),
        off: mask === 0, reason: mask === 0 ? 'relu1 is off here: bn1 gives a negative number.' : null,
        receptiveField: { top: unit.i, left: unit.j, height: taps, width: taps }, patch,
        chain: [...(depth >= 3 ? [activation] : []), ...(depth >= 2 ? [batchNorm] : [])],
      };
    },
    async column(id, index): Promise<Column> {
      const { of } = explorations.get(id)!;
      const block = blocksOf(of, channels).find(({ start, size }) => index >= start && index < start + size)!;
      const values = Float32Array.from(units(), (unit) => rowValues(id, unit)[index]);
      return { explorationId: id, index, parameter: block.parameter, position: positionOf(block.shape, index - block.start), value: 0, values, norm: norm(values) };
    },
    async check(id, unit) {
      const same = { worst: 1e-7, column: 0, engine: 1, other: 1 };
      return { explorationId: id, unit, reference: same, tfjs: null, tfjsProblem: 'a fake has no TensorFlow.js', milliseconds: 1 };
    },
    async cancel() {},
    async exportJacobian({ format }) { return { exportId: ++exported, name: `jacobian.${format}`, bytes: 4 }; },
    async exportSelection({ format }) { return { exportId: ++exported, name: `selection.${format}`, bytes: 4 }; },
    async exportChunk(id) {
      if (id !== exported) return null;
      exported++;
      return Uint8Array.of(0x50, 0x4b, 3, 4);
    },
    async snippet(_id, language) { return `# ${language}`; },
    async ask(kind, request) {
      const answer = answers[kind];
      if (!answer) throw { code: 'unknown', message: `question: ${kind}. This fake has no answer to it.` };
      return answer(request);
    },
  };

  function iterate() {
    const last = past.at(-1)!;
    past.push({ ...last, kernel: last.kernel.map((value, k) => value + 0.02 * Math.sin(k + run.iteration)) });
    if (run.moment === null) weights = past.at(-1)!;
    const iteration = run.iteration + 1;
    set({ iteration, moments: past.map((_, k) => k), epoch: Math.min(4, 1 + Math.floor(iteration / 3)), revision: run.revision + (run.moment === null ? 1 : 0), imagesPerSecond: 900, secondsLeft: (run.iterations - iteration) * 0.3 });
    emit({ kind: 'curve', curve: curve(iteration) });
    emit({ kind: 'filters', filters: filters() });
  }
  /** Back to the weights before the last iteration, as a real run. */
  function diverge() {
    past.pop();
    if (run.moment === null) weights = past.at(-1)!;
    const error = { code: 'not-finite', message: `loss: not a number at iteration ${run.iteration + 1}. The weights after iteration ${run.iteration - 1} are in use.` };
    set({ phase: 'failed', error, moments: past.map((_, k) => k), revision: run.revision + 1 });
  }
  async function train() {
    while (run.phase === 'training' && run.iteration < run.iterations) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      if (run.phase !== 'training') return;
      if (run.settings.learningRate >= divergence.rate && run.iteration === divergence.after) return diverge();
      iterate();
    }
    if (run.phase === 'training') set({ phase: 'finished', validated: run.revision });
  }

  const counted = Object.fromEntries(
    Object.entries(api).map(([name, method]) => [name, (...args: unknown[]) => {
      calls.push(name);
      return (method as (...a: unknown[]) => unknown)(...args);
    }]),
  ) as unknown as EngineApi;
  return { ...counted, calls };
}
