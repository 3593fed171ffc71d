// The confusion matrix of the weights on show over the validation images, and the images behind its cells. Knows no page.
import { EngineFault } from '../../engineError.ts';
import type { Mistakes, MistakesRequest, ReadImage } from '../../protocol.ts';
import { breathe } from '../../train/gate.ts';
import type { Readings } from '../../train/readings.ts';
import { pixelsOf } from '../browse.ts';
import type { ShownDigits } from '../showing.ts';
import type { Desk } from './desk.ts';

/** Weights, the images, and what they are read as. */
interface Read extends Pick<Mistakes, 'revision' | 'weights' | 'probabilities'> {
  readonly data: ShownDigits;
  readonly readings: Readings;
}

export async function mistakes(request: MistakesRequest, desk: Desk): Promise<Mistakes> {
  const { run } = desk.networks;
  const { validated } = run ?? {};
  if (run && validated?.revision === request.revision)
    return answerTo(request, { revision: validated.revision, weights: { of: 'run', iteration: validated.iteration }, probabilities: true, data: run.data, readings: validated.readings });
  return answerTo(request, await readAll(request, desk));
}

/** Reads what nobody has read, chunk by chunk. A run that trains goes first: then this stops, and what was read stays known. */
async function readAll({ revision }: MistakesRequest, desk: Desk): Promise<Read> {
  const state = desk.networks.showing.state();
  const predictions = desk.predictions();
  const snapshot = predictions.snapshot.retain();
  try {
    if (snapshot.revision !== revision) throw new EngineFault('weights-gone', 'weights: others are on show by now; ask for theirs');
    const { data, readings } = snapshot;
    const outputs = state.layers[state.layers.length - 1].shape.reduce((product, size) => product * size, 1);
    if (outputs !== data.digits.classes) throw new EngineFault('no-classes', `model: its ${outputs} outputs are not one for each of the ${data.digits.classes} classes, so none of them is right or wrong; use digits with as many classes`);
    const { signal, onProgress } = desk.listening;
    const missing = data.validation.filter((index) => !readings.has(index));
    const known = data.validation.length - missing.length;
    for (let done = 0; done < missing.length; done += desk.engine.chunk) {
      signal.throwIfAborted();
      if (desk.networks.run?.busy) throw new EngineFault('aborted', 'work: stopped, because the run goes first; ask again when it stands still');
      onProgress(known + done, data.validation.length);
      await predictions.ensure(missing.subarray(done, done + desk.engine.chunk));
      await breathe();
    }
    // A run that diverged fell back to the last moment that it keeps.
    const now = state.phase === 'failed' ? (state.moments.at(-1) ?? state.iteration) : state.iteration;
    const of = state.phase === 'ready-made' || state.phase === 'untrained' || state.phase === 'loaded' ? state.phase : 'run';
    const { layers } = await snapshot.network();
    return { revision, weights: { of, iteration: state.moment ?? now }, probabilities: layers[layers.length - 1].kind === 'softmax', data, readings };
  } finally {
    snapshot.release();
  }
}

function answerTo({ cell, count }: MistakesRequest, { revision, weights, probabilities, data, readings }: Read): Mistakes {
  const { digits, validation } = data;
  const { classes, labels } = digits;
  const counts = new Uint32Array(classes * classes);
  const wanted: number[] = [];
  for (const index of validation) {
    const [label, predicted] = [labels[index], readings.predicted(index)];
    counts[label * classes + predicted]++;
    if (cell ? label === cell.label && predicted === cell.predicted : label !== predicted) wanted.push(index);
  }
  const leastFirst = cell !== null && cell.label === cell.predicted;
  const sureness = (index: number) => (Number.isNaN(readings.answer(index)) ? -Infinity : readings.answer(index)) * (leastFirst ? -1 : 1);
  wanted.sort((a, b) => sureness(b) - sureness(a) || a - b);
  const list = wanted.slice(0, count).map((index): ReadImage => ({ index, label: labels[index], predicted: readings.predicted(index), answer: readings.answer(index), truth: readings.truth(index) }));
  return {
    revision, weights, probabilities, classes, counts, list, ...sharesOf(counts, classes),
    images: validation.length, listable: wanted.length, pixels: pixelsOf(list, data),
  };
}

function sharesOf(counts: Uint32Array, classes: number): Pick<Mistakes, 'right' | 'recall' | 'precision'> {
  const each = Array.from({ length: classes }, (_, k) => k);
  const right = (k: number) => counts[k * classes + k];
  const row = (k: number) => each.reduce((sum, j) => sum + counts[k * classes + j], 0);
  const column = (k: number) => each.reduce((sum, i) => sum + counts[i * classes + k], 0);
  return {
    right: each.reduce((sum, k) => sum + right(k), 0),
    recall: Float64Array.from(each, (k) => right(k) / row(k)),
    precision: Float64Array.from(each, (k) => right(k) / column(k)),
  };
}
