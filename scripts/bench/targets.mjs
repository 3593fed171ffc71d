// What the engine is meant to reach: on a software adapter with two cores, and on a GPU; and whether a run reached it. Measures nothing.
import { digits } from './markdown.mjs';

const ONE = 'reference network, relu1, 1 image';
const MANY = 'reference network, relu1, 64 images';
const DEEP = 'three blocks, relu3, 1 image';
const COMPACT = 'structured, compact';
const DENSE = 'structured, dense';

/** Medians of whole jobs on a software adapter, in milliseconds. */
const MOST = [
  { title: ONE, name: COMPACT, most: 3 },
  { title: ONE, name: DENSE, most: 6 },
  { title: MANY, name: COMPACT, most: 100 },
  { title: DEEP, name: COMPACT, most: 65 },
  { title: DEEP, name: DENSE, most: 65 },
  { title: 'three blocks, relu3, 8 images', name: COMPACT, most: 460 },
  { title: 'three blocks, relu3, 8 images', name: DENSE, most: 460 },
];

/** @returns lines [target, measured, met]; none for what was not measured. */
export function targetsOf(results) {
  if (!/swiftshader|llvmpipe/i.test(results.adapter)) return [...ofGpu(results), ...againstOthers(results, results.cases.map(({ title }) => title), 1)];
  const most = MOST.flatMap(({ title, name, most }) => {
    const timing = timingOf(results, title, name);
    return timing ? [[`${title}, ${name}: ≤ ${most} ms`, `${digits(timing.median)} ms (least ${digits(timing.least)})`, met(timing.median <= most)]] : [];
  });
  return [...most, ...againstOthers(withoutChunks(results), [DEEP], 8, ', jacrev and jacfwd'), ...againstOthers(results, [DEEP], 8, ', vmap(vjp) in chunks of the best size too'), ...ofTraining(results)];
}

/**
 * Against what the same device takes to move as many bytes, measured beside it: as the caller waits, and as the device says. Where it has no clock, in a
 * browser, nothing is said: there a copy takes what the browser lets pass before it looks.
 */
function ofGpu(results) {
  if (!results.cases.some(({ timings }) => timings.some(({ onDevice }) => onDevice))) return [];
  return [
    ...againstBytes(results, MANY, COMPACT, 4, 'a copy of its bytes', (moving) => moving('copy', 'bytes')),
    ...againstBytes(results, ONE, DENSE, 2, 'a clear and a copy of the nonzeros', (moving) => moving('clear', 'denseBytes') + moving('copy', 'bytes')),
    ...againstBytes(results, MANY, DENSE, 2, 'a clear and a copy of the nonzeros', (moving) => moving('clear', 'denseBytes') + moving('copy', 'bytes')),
    // A copy reads each byte and writes it.
    ...againstBytes(results, DEEP, COMPACT, 10, 'writing its bytes', (moving) => moving('copy', 'bytes') / 2),
    ...againstBytes(results, 'three blocks, relu3, 8 images', COMPACT, 10, 'writing its bytes', (moving) => moving('copy', 'bytes') / 2),
  ];
}

function againstBytes(results, title, name, most, words, bytesOf) {
  const result = results.cases.find((each) => each.title === title);
  const timing = timingOf(results, title, name);
  if (!timing) return [];
  /** @type {[string, (timing: any) => number][]} */
  const clocks = [['whole job', (each) => each?.median], ['on the device', (each) => each.onDevice?.median]];
  return clocks.flatMap(([clock, median]) => {
    const moving = (what, bytes) => median(timingOf(results, title, `${what} of ${(result[bytes] / 1e6).toFixed(1)} MB`));
    const times = median(timing) / bytesOf(moving);
    return Number.isFinite(times) ? [[`${title}, ${name}, ${clock}: ≤ ${most} times ${words}`, `${digits(times)} times`, met(times <= most)]] : [];
  });
}

/** The results with jacrev and jacfwd alone of others' ways: what the target names. Chunks of rows whose best size was looked for are a harder one. */
function withoutChunks(results) {
  return { ...results, others: results.others.map((other) => ({ ...other, timings: other.timings.filter(({ name }) => !name.includes('vmap(vjp)')) })) };
}

/** How many times faster than the best of another library's `ways`, which make the dense matrix. */
function againstOthers(results, titles, least, ways = '') {
  return titles.flatMap((title) => results.others.filter((other) => other.title === title && other.timings.some(({ median }) => median !== null)).flatMap(({ library, timings }) => [COMPACT, DENSE].flatMap((name) => {
    const ours = timingOf(results, title, name);
    if (!ours) return [];
    const times = Math.min(...timings.map(({ median }) => median ?? Infinity)) / ours.median;
    return [[`${title}, ${name}: ≥ ${least} times faster than the best of ${library.split(' ')[0]}${ways}`, `${digits(times)} times`, met(times >= least)]];
  })));
}

/** Medians in milliseconds, and how many times faster than TensorFlow.js's own operations. */
function ofTraining({ training }) {
  if (!training) return [];
  const timing = (name) => training.timings.find((each) => each.name === name);
  const lines = [['question, step of 128', 500, 20], ['question, 1 000 images evaluated', 1000, 30]].flatMap(([name, most, times]) => {
    const [ours, theirs] = [timing(`${name}, fused operations`), timing(`${name}, TensorFlow.js’s own`)];
    const faster = theirs.median / ours.median;
    return [
      [`${name}: ≤ ${most} ms`, `${digits(ours.median)} ms (least ${digits(ours.least)})`, met(ours.median <= most)],
      [`${name}: ≥ ${times} times faster than TensorFlow.js’s own`, `${digits(faster)} times`, met(faster >= times)],
    ];
  });
  return [...lines, [`${training.run.name}: ≤ 20 s`, `${digits(training.run.median / 1000)} s`, met(training.run.median <= 20_000)]];
}

function timingOf({ cases }, title, name) {
  return cases.find((result) => result.title === title)?.timings.find((timing) => timing.name === name);
}

function met(yes) {
  return yes ? 'yes' : '**no**';
}
