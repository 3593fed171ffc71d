// What the engine is meant to reach on a software adapter with two cores, and whether a run reached it. Measures nothing.
import { digits } from './markdown.mjs';

const ONE = 'reference network, relu1, 1 image';
const DEEP = 'three blocks, relu3, 1 image';

/** Medians of whole jobs, in milliseconds. */
const MOST = [
  { title: ONE, name: 'structured, compact', most: 3 },
  { title: ONE, name: 'structured, dense', most: 6 },
  { title: 'reference network, relu1, 64 images', name: 'structured, compact', most: 100 },
  { title: DEEP, name: 'structured, compact', most: 65 },
  { title: DEEP, name: 'structured, dense', most: 65 },
  { title: 'three blocks, relu3, 8 images', name: 'structured, compact', most: 460 },
  { title: 'three blocks, relu3, 8 images', name: 'structured, dense', most: 460 },
];

/** How many times faster than the best of PyTorch's ways, which make the dense matrix. */
const TIMES = { title: DEEP, names: ['structured, compact', 'structured, dense'], least: 8 };

/** @returns lines [target, measured, met]; none for what was not measured. */
export function targetsOf(results) {
  const most = MOST.flatMap(({ title, name, most }) => {
    const timing = timingOf(results, title, name);
    return timing ? [[`${title}, ${name}: ≤ ${most} ms`, `${digits(timing.median)} ms (least ${digits(timing.least)})`, met(timing.median <= most)]] : [];
  });
  return [...most, ...againstTorch(results), ...ofTraining(results)];
}

function againstTorch(results) {
  const { title, names, least } = TIMES;
  const theirs = (results.torch?.timings ?? []).filter((timing) => timing.title === title).map(({ median }) => median);
  return names.flatMap((name) => {
    const ours = timingOf(results, title, name);
    if (!ours || theirs.length === 0) return [];
    const times = Math.min(...theirs) / ours.median;
    return [[`${title}, ${name}: ≥ ${least} times faster than the best of PyTorch`, `${digits(times)} times`, met(times >= least)]];
  });
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
