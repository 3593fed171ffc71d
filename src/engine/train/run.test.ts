import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../model/tensorflow.ts';
import { readWeights } from '../model/weights.ts';
import type { EngineEvent, RunPhase, TrainSettings } from '../protocol.ts';
import { forwardByTensorFlow, TINY, tinyDigits } from '../testing/tinyDigits.ts';
import type { Forward } from './batchNormStatistics.ts';
import { TrainingRun } from './run.ts';
import type { RunBefore } from './runRecord.ts';
import { validate } from './validate.ts';

beforeAll(async () => void (await tf.setBackend('cpu')));

const digits = tinyDigits();

interface Options {
  paused?: boolean;
  settings?: Partial<TrainSettings>;
  keep?: (run: TrainingRun, last: boolean) => Promise<void>;
  from?: RunBefore;
  /** Wraps each forward pass, to act in the middle of a validation. */
  around?: (run: TrainingRun, of: string) => Promise<void>;
}

/** A run on the tiny digits, with the events it sent. */
function start({ paused = false, settings = {}, around, keep, from }: Options = {}) {
  const events: EngineEvent[] = [];
  let revision = 0;
  const run: TrainingRun = new TrainingRun(
    { ...TINY, ...settings },
    {
      digits,
      chunk: 5,
      emit: (event) => events.push(event),
      revise: () => ++revision,
      ...(keep && { keep }),
      forward: (model): Forward => async (images, of) => {
        await around?.(run, of);
        return forwardByTensorFlow(model)(images, of);
      },
    },
    { paused, from },
  );
  const phases = () => {
    const all = events.flatMap((event) => (event.kind === 'run' ? [event.run.phase] : []));
    return all.filter((phase, k) => phase !== all[k - 1]);
  };
  const last = <K extends EngineEvent['kind']>(kind: K) => events.findLast((event) => event.kind === kind) as Extract<EngineEvent, { kind: K }>;
  return { run, events, phases, last };
}

test('a whole run: iterations, validations on the way and at the end, finished statistics', async () => {
  const { run, phases, last } = start();
  await run.ended;
  expect(run.curve.training.map((point) => point.iteration)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(run.curve.validation.map((point) => point.iteration)).toEqual([2, 4, 6]);
  expect(phases()).toEqual(['preparing', 'training', 'validating', 'training', 'validating', 'training', 'finalising', 'validating', 'finished'] satisfies RunPhase[]);
  expect(run.state()).toMatchObject({ phase: 'finished', iteration: 6, iterations: 6, epoch: 3, iterationsPerEpoch: 2, secondsLeft: null, fraction: null, trainingImages: 12, validationImages: 18, error: null });
  expect(last('run').run).toEqual(run.state());
  expect(last('curve').curve).toEqual(run.curve);
  expect(last('filters').filters).toEqual(await run.filters());
  expect(last('filters').filters!.revision).toBe(run.revision);
});

test('the last validation is of the finished network', async () => {
  const { run } = start();
  await run.ended;
  const again = await validate(run.model, forwardByTensorFlow(run.model), run.data.chunks(run.data.validation, 18));
  expect(run.curve.validation.at(-1)).toEqual({ iteration: 6, loss: expect.closeTo(again.loss, 6), accuracy: again.accuracy });
  expect(again.accuracy).toBeGreaterThan(0.6);
});

test('every change of the weights has its own revision', async () => {
  const { run, events } = start();
  await run.ended;
  expect(run.revision).toBe(1 + 6 + 1);
  const seen = events.flatMap((event) => (event.kind === 'filters' ? [event.filters!] : []));
  for (const { revision, values } of seen)
    for (const other of seen) if (other.revision === revision) expect(other.values).toEqual(values);
});

test('the same seed gives the same run to the bit, another seed another', async () => {
  const weightsOf = async (settings: Partial<TrainSettings>) => {
    const { run } = start({ settings });
    await run.ended;
    return { weights: await readWeights(run.model), curve: run.curve };
  };
  const first = await weightsOf({});
  expect(await weightsOf({})).toEqual(first);
  expect((await weightsOf({ seed: 2 })).weights.get('fc2/kernel')).not.toEqual(first.weights.get('fc2/kernel'));
});

test('paused, it takes one iteration a step and goes on when resumed', async () => {
  const { run, last } = start({ paused: true });
  await run.pause();
  expect(run.state()).toMatchObject({ phase: 'paused', iteration: 0, imagesPerSecond: null, secondsLeft: null });
  await run.step();
  expect(run.state()).toMatchObject({ phase: 'paused', iteration: 1, imagesPerSecond: expect.any(Number), secondsLeft: expect.any(Number) });
  await run.step();
  expect(run.state()).toMatchObject({ phase: 'paused', iteration: 2 });
  expect(run.curve.validation).toHaveLength(1);
  expect(last('curve').curve.training).toHaveLength(2);
  run.resume();
  await run.ended;
  expect(run.state()).toMatchObject({ phase: 'finished', iteration: 6 });
});

test('the time left counts the validations to come', async () => {
  const { run } = start({ paused: true, around: () => new Promise((resolve) => setTimeout(resolve, 40)) });
  await run.pause();
  await run.step();
  // Three validations of four chunks at 40 ms each, and five steps.
  expect(run.state().secondsLeft).toBeGreaterThan(0.4);
  expect(run.state().secondsLeft).toBeLessThan(5);
  await run.abandon();
});

test('stepping gives the same numbers as running', async () => {
  const stepped = start({ paused: true });
  await stepped.run.pause();
  for (let t = 0; t < 6; t++) await stepped.run.step();
  await stepped.run.ended;
  const ran = start();
  await ran.run.ended;
  expect(stepped.run.curve).toEqual(ran.run.curve);
});

test('pausing stops it before the next iteration', async () => {
  const { run } = start();
  await run.pause();
  const { iteration } = run.state();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(run.state()).toMatchObject({ phase: 'paused', iteration });
  expect(iteration).toBeLessThan(6);
  await run.stop();
});

test('a pause within a validation holds it; resuming finishes it', async () => {
  let held = false;
  const { run, phases } = start({
    around: async (me) => {
      if (held || me.state().phase !== 'validating') return;
      held = true;
      void me.pause();
    },
  });
  while (!held) await new Promise((resolve) => setTimeout(resolve));
  await run.pause();
  expect(run.state().phase).toBe('paused');
  expect(run.state().fraction).toBeCloseTo(5 / 18);
  run.resume();
  await run.ended;
  expect(phases().slice(0, 6)).toEqual(['preparing', 'training', 'validating', 'paused', 'validating', 'training']);
  expect(run.curve.validation).toHaveLength(3);
});

test('stopped, it keeps its weights and finishes its statistics without another validation', async () => {
  const { run } = start({ paused: true });
  await run.pause();
  await run.step();
  await run.stop();
  expect(run.state()).toMatchObject({ phase: 'stopped', iteration: 1, error: null });
  expect(run.curve.validation).toEqual([]);
  const output = await forwardByTensorFlow(run.model)(run.data.chunk(run.data.training), 'conv1');
  const { mean } = tf.moments(tf.tensor(output.data as Float32Array, output.shape as number[]), [0, 1, 2]);
  expect((await readWeights(run.model)).get('bn1/moving_mean')![1]).toBeCloseTo((await mean.data())[1], 5);
});

test.each(['validating', 'finalising'] as const)('stopped while %s, it ends at once and is usable', async (phase) => {
  let chunks = 0;
  const { run } = start({
    around: async (me) => {
      if (me.state().phase !== phase) return;
      chunks++;
      void me.stop();
    },
  });
  await run.ended;
  expect(run.state()).toMatchObject({ phase: 'stopped', error: null });
  expect(chunks).toBe(phase === 'validating' ? 1 : 3);
});

test('abandoned, it goes no further and says nothing more', async () => {
  const { run, events } = start({ paused: true });
  await run.pause();
  await run.step();
  const sent = events.length;
  await run.abandon();
  expect(events.length).toBe(sent);
  expect(run.curve.training).toHaveLength(1);
});

test('commands that make no sense are refused in words or harmless', async () => {
  const { run } = start();
  await expect(run.step()).rejects.toMatchObject({ code: 'not-paused', message: 'run: it is training by itself; pause it before taking single steps' });
  await run.ended;
  await expect(run.step()).rejects.toMatchObject({ message: 'run: it is finished, so there is no next iteration; train again' });
  expect(() => run.resume()).toThrow('run: it is finished, so there is nothing to resume; train again');
  await run.pause();
  await run.stop();
  expect(run.state().phase).toBe('finished');
});

test('a run that diverges fails in words, with usable weights', async () => {
  const { run, last } = start({ settings: { learningRate: 10, momentum: 0.99, pixelScale: '0-255', l2: 1, epochs: 100, validationEvery: 1000 } });
  await run.ended;
  const { phase, error, iteration } = run.state();
  expect(phase).toBe('failed');
  expect(error).toMatchObject({ code: 'not-finite' });
  expect(error!.message).toMatch(new RegExp(`^loss: (not a number|infinite) at iteration ${iteration + 1}\\. At a learning rate of 10 the steps .* The weights after iteration ${iteration - 1}, the last that gave a finite loss, are in use; train again with a smaller rate, or with pixels from 0 to 1\\.$`));
  const trained = await readWeights(run.model, (name) => !name.includes('moving'));
  for (const values of trained.values()) expect(values.every(Number.isFinite)).toBe(true);
  expect(last('run').run.phase).toBe('failed');
  // The curve stays, up to the last loss that was finite, and the moment that the run fell back to can be looked at.
  expect(last('curve').curve.training.map((point) => point.iteration)).toEqual(Array.from({ length: iteration }, (_, k) => k + 1));
  expect(last('curve').curve.training.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  expect(run.state().moments.at(-1)).toBe(iteration - 1);
}, 60_000);

test('an error of the device fails the run instead of hanging it', async () => {
  const { run } = start({ around: () => Promise.reject(new Error('GPU: the device was lost')) });
  await run.ended;
  expect(run.state()).toMatchObject({ phase: 'failed', error: { message: 'GPU: the device was lost' } });
});

test('runs leave no tensor behind', async () => {
  const before = tf.memory().numTensors;
  for (let k = 0; k < 2; k++) {
    const { run } = start();
    await run.ended;
    run.dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('every iteration can be gone back to: first weights, each step, the finished network', async () => {
  const { run } = start();
  await run.ended;
  expect(run.state()).toMatchObject({ moments: [0, 1, 2, 3, 4, 5, 6], momentsEvery: 1, moment: null });
  expect(run.moment(6)!.weights).toEqual(await readWeights(run.model));
  const short = start({ settings: { epochs: 1 } }).run;
  await short.ended;
  // The shorter run's last moment has the whole training set's statistics; everything trained is the same.
  const trained = (run_: TrainingRun) => [...run_.moment(2)!.weights].filter(([name]) => !name.includes('moving_'));
  expect(trained(short)).toEqual(trained(run));
  expect(run.moment(7)).toBeNull();
});

test('more epochs give what a longer run would have given, to the bit', async () => {
  const { run } = start({ settings: { epochs: 1 } });
  await run.ended;
  run.extend(2);
  expect(run.state()).toMatchObject({ phase: 'training', epochs: 3, iterations: 6 });
  await run.ended;
  const whole = start().run;
  await whole.ended;
  expect(await readWeights(run.model)).toEqual(await readWeights(whole.model));
  expect(run.curve.training).toEqual(whole.curve.training);
  expect(run.state().moments).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(() => run.extend(0)).toThrow(/^epochs: 0 more are none/);
});

test('a stopped run goes on to the end that it was meant to have', async () => {
  const { run } = start({ paused: true });
  await run.step();
  await run.stop();
  expect(run.state()).toMatchObject({ phase: 'stopped', iteration: 1 });
  run.extend(0);
  await run.ended;
  const whole = start().run;
  await whole.ended;
  expect(run.state()).toMatchObject({ phase: 'finished', iteration: 6 });
  expect(await readWeights(run.model)).toEqual(await readWeights(whole.model));
});

test('rate and momentum change between iterations, and only then', async () => {
  const { run } = start({ paused: true });
  await run.step();
  const before = await readWeights(run.model);
  run.adjust({ learningRate: 1e-7, momentum: 0 });
  expect(run.state().settings).toMatchObject({ learningRate: 1e-7, momentum: 0 });
  await run.step();
  const [was, is] = [before.get('conv1/kernel')!, (await readWeights(run.model)).get('conv1/kernel')!];
  const moved = Math.max(...is.map((value, k) => Math.abs(value - was[k])));
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(1e-4);
  run.resume();
  expect(() => run.adjust({ l2: 0 })).toThrow(/^run: it is training; pause it/);
  await run.ended;
});

test('a run that was cut off anywhere goes on to the same numbers, from a file too', async () => {
  const whole = start().run;
  await whole.ended;
  const kept: RunBefore[] = [];
  const keep = async (run: TrainingRun) => void kept.push(structuredClone({ checkpoint: await run.checkpoint(), moments: [...run.moments], momentsEvery: run.momentsEvery }));
  await start({ keep }).run.ended;
  expect(kept.map(({ checkpoint }) => checkpoint.iteration)).toEqual([1, 2, 3, 4, 5, 6, 6]);
  expect(kept.map(({ checkpoint }) => checkpoint.phase)).toEqual([...Array.from({ length: 6 }, () => 'under-way'), 'finished']);
  for (const from of kept) {
    const { run } = start({ from });
    await run.ended;
    expect(await readWeights(run.model)).toEqual(await readWeights(whole.model));
    expect(run.curve).toEqual(whole.curve);
    expect(run.state()).toMatchObject({ phase: 'finished', moments: [0, 1, 2, 3, 4, 5, 6] });
    expect(run.moment(3)).toEqual(whole.moment(3));
  }
});

test.each([['a validation on the way', 'validating', 2], ['the statistics at the end', 'finalising', 6], ['the last validation', 'validating', 6]] as const)(
  'cut off in %s, that is begun again and gives the same numbers',
  async (_, phase, iteration) => {
    const whole = start().run;
    await whole.ended;
    let held = false;
    let from: RunBefore | null = null;
    const keep = async (run: TrainingRun) => {
      if (held) from = structuredClone({ checkpoint: await run.checkpoint(), moments: [...run.moments], momentsEvery: run.momentsEvery });
    };
    const cut = start({
      keep,
      around: async (me) => {
        const state = me.state();
        if (held || state.phase !== phase || state.iteration !== iteration || state.fraction === 0) return;
        held = true;
        void me.pause();
      },
    }).run;
    await expect.poll(() => from).not.toBeNull();
    expect(cut.state()).toMatchObject({ phase: 'paused', iteration });
    expect(from!.checkpoint).toMatchObject({ phase: 'under-way', iteration });
    const { run } = start({ from: from! });
    await run.ended;
    expect(run.curve).toEqual(whole.curve);
    expect(await readWeights(run.model)).toEqual(await readWeights(whole.model));
    expect(run.moments).toEqual(whole.moments);
    await cut.abandon();
  },
);

test('a finished run that was kept can be given more epochs as if it had never been away', async () => {
  let from: RunBefore | null = null;
  const keep = async (run: TrainingRun) => void (from = { checkpoint: await run.checkpoint(), moments: run.moments, momentsEvery: run.momentsEvery });
  await start({ settings: { epochs: 1 }, keep }).run.ended;
  const { run } = start({ settings: { epochs: 1 }, from: from! });
  expect(run.state()).toMatchObject({ phase: 'finished', iteration: 2 });
  run.extend(2);
  await run.ended;
  const whole = start().run;
  await whole.ended;
  expect(await readWeights(run.model)).toEqual(await readWeights(whole.model));
});

test('one that was given more epochs and then cut off goes on to the same numbers, validations too', async () => {
  const kept: RunBefore[] = [];
  const keep = async (run: TrainingRun) => void kept.push(structuredClone({ checkpoint: await run.checkpoint(), moments: [...run.moments], momentsEvery: run.momentsEvery }));
  const slow = { batchNormMomentum: 0.9 };
  const { run: whole } = start({ settings: { ...slow, epochs: 1 }, keep });
  await whole.ended;
  whole.extend(2);
  await whole.ended;
  const straight = start({ settings: slow }).run;
  await straight.ended;
  const after = (run: TrainingRun, iteration: number) => run.curve.validation.find((point) => point.iteration === iteration);
  expect(after(whole, 4)).toEqual(after(straight, 4));
  const from = kept.find(({ checkpoint }) => checkpoint.iteration === 3)!;
  expect(from.checkpoint).toMatchObject({ phase: 'under-way', running: null });
  const { run } = start({ settings: { ...slow, epochs: 3 }, from });
  await run.ended;
  expect(run.curve).toEqual(whole.curve);
  expect(await readWeights(run.model)).toEqual(await readWeights(whole.model));
});

test('a validation that was kept is not made again', async () => {
  const { run: cut } = start({ paused: true });
  await cut.step();
  await cut.step();
  const from = { checkpoint: await cut.checkpoint(), moments: cut.moments, momentsEvery: cut.momentsEvery };
  expect(from.checkpoint.curve.validation).toHaveLength(1);
  const { run } = start({ from });
  await run.ended;
  expect(run.curve.validation.map(({ iteration }) => iteration)).toEqual([2, 4, 6]);
  await cut.abandon();
});

test('what the last validation read holds for the weights that it read, under whatever number', async () => {
  const lasts: boolean[] = [];
  const { run } = start({ paused: true, keep: async (_run, last) => void lasts.push(last) });
  expect(run.validated).toBeNull();
  for (let k = 0; k < 3; k++) await run.step();
  const { revision } = run.validated!;
  expect(run.validated).toMatchObject({ iteration: 2 });
  expect(revision).toBeLessThan(run.revision);
  run.renew(50);
  expect([run.revision, run.validated!.revision, run.state().validated]).toEqual([50, revision, revision]);
  run.resume();
  await run.ended;
  expect(run.validated).toMatchObject({ iteration: 6, revision: run.revision });
  run.renew(99);
  expect([run.revision, run.validated!.revision]).toEqual([99, 99]);
  expect(lasts.at(-1)).toBe(true);
  expect(lasts.filter((last) => !last)).toHaveLength(6);
});
