// The figures of one run as Markdown. Measures nothing.
import { digits, table, thousands } from './markdown.mjs';
import { targetsOf } from './targets.mjs';

const COMPACT = 'structured, compact';
/** The case that other libraries are measured on. */
const REFERENCE = 'reference network, relu1, 1 image';

export function tablesOf(results) {
  const { cases, stream, training, page } = results;
  const targets = targetsOf(results);
  return [
    [results.adapter, `${results.cores} cores`, results.host, ...librariesOf(results)].join(', ') + `; load of the machine before: ${results.load}`,
    ...(targets.length > 0 ? ['### Targets', table(['target', 'measured', 'met'], '--:', targets)] : []),
    ...cases.flatMap((result) => [`### ${result.title}: ${thousands(result.rows)} × ${thousands(result.columns)}`, caseTable(result, othersOf(results, result.title))]),
    ...(cases.length > 0 && results.others.length === 0 ? ['PyTorch and JAX: not measured; the system’s Python has neither, or they failed and said why.'] : []),
    ...(cases.length > 0 ? ['### From the call to the first row', waitTable(cases)] : []),
    ...(stream ? [`### ${stream.title}: ${thousands(stream.rows)} × ${thousands(stream.columns)}`, streamTable(stream)] : []),
    ...(training ? ['### Training', trainingTable(training)] : []),
    ...(page ? ['### The page', table(['what', 'median ms', '95th percentile', 'worst ms', 'runs', 'note'], '--:', page.map(({ name, median, p95, worst, runs, note }) => [name, digits(median), digits(p95), digits(worst), runs, note ?? '']))] : []),
  ].join('\n\n');
}

function librariesOf({ others }) {
  return [...new Set(others.map(({ library, device }) => `${library} on ${device}`))];
}

/** What others take for the same matrix. */
function othersOf({ tensorflow, jax, others }, title) {
  const onReference = title === REFERENCE ? [...(tensorflow ? [tensorflow] : []), ...(jax ?? [])] : [];
  return [...onReference, ...others.filter((other) => other.title === title).flatMap(({ timings }) => timings)];
}

function caseTable({ timings }, others) {
  const base = timings.find(({ name }) => name === COMPACT).median;
  const clocked = timings.some(({ onDevice }) => onDevice);
  const line = ({ name, least, median, runs, note, onDevice }) => [name, digits(least), digits(median), ...(clocked ? [digits(onDevice?.median)] : []), digits((median ?? NaN) / base), runs, note ?? ''];
  return table(['what', 'least ms', 'median ms', ...(clocked ? ['on the device, median ms'] : []), '× compact', 'runs', 'note'], '--:', [...timings, ...others].map(line));
}

function waitTable(cases) {
  const line = ({ title, ahead, wait: { cold, warm } }) => [
    title, digits(cold.milliseconds), digits(cold.compiling), cold.kernels, digits(ahead.compiling), digits(ahead.milliseconds), digits(warm.least), digits(warm.median),
  ];
  return table(['case', 'first call, ms', 'of which compiling', 'kernels', 'compiled ahead in', 'then the first call', 'later calls, least', 'median'], '--:', cases.map(line));
}

function trainingTable({ timings, run }) {
  const phases = Object.entries(run.phases).map(([phase, milliseconds]) => `${phase} ${digits(milliseconds)}`).join(', ');
  return table(['what', 'least ms', 'median ms', 'runs', 'note'], '--:', [
    ...timings.map(({ name, least, median, runs, note }) => [name, digits(least), digits(median), runs, note ?? '']),
    [run.name, digits(run.least), digits(run.median), run.runs, `ends at ${(100 * run.accuracy).toFixed(1)} % of the validation digits right; ${phases}`],
  ]);
}

function streamTable({ parts, bytes, cold, firstRow, whole, statistics }) {
  const megabytes = (count) => `${thousands(Math.round(count / 1e6))} MB`;
  return table(['what', 'measured'], '--:', [
    ['all blocks', `${megabytes(bytes.blocks)} in ${parts} parts`],
    ['the same dense', megabytes(bytes.dense)],
    ['most bytes held on the device, of the budget', `${megabytes(bytes.peak)} of ${megabytes(bytes.budget)}`],
    ['from the call to a row of the first part, nothing compiled', `${digits(cold)} ms`],
    ['the same, later', `${digits(firstRow)} ms`],
    ['all parts, one after another', `${digits(whole)} ms`],
    ['norms, means and maxima of all rows and columns', `${digits(statistics)} ms`],
  ]);
}
