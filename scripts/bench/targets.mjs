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

/** How many times faster than the best of PyTorch's ways, for the dense matrix that those make. */
const TIMES = { title: DEEP, name: 'structured, dense', least: 8 };

/** @returns lines [target, measured, met]; none for what was not measured. */
export function targetsOf(results) {
  const most = MOST.flatMap(({ title, name, most }) => {
    const timing = timingOf(results, title, name);
    return timing ? [[`${title}, ${name}: ≤ ${most} ms`, `${digits(timing.median)} ms (least ${digits(timing.least)})`, met(timing.median <= most)]] : [];
  });
  return [...most, ...againstTorch(results)];
}

function againstTorch(results) {
  const { title, name, least } = TIMES;
  const ours = timingOf(results, title, name);
  const theirs = (results.torch?.timings ?? []).filter((timing) => timing.title === title).map(({ median }) => median);
  if (!ours || theirs.length === 0) return [];
  const times = Math.min(...theirs) / ours.median;
  return [[`${title}, ${name}: ≥ ${least} times faster than the best of PyTorch`, `${digits(times)} times`, met(times >= least)]];
}

function timingOf({ cases }, title, name) {
  return cases.find((result) => result.title === title)?.timings.find((timing) => timing.name === name);
}

function met(yes) {
  return yes ? 'yes' : '**no**';
}
