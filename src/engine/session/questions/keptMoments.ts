// The moments of the run on show, each as a network to differentiate, and what was once computed of each.
import { EngineFault } from '../../engineError.ts';
import type { Network } from '../../index.ts';
import { sitesOf } from '../../jacobian/plan.ts';
import type { Shape3 } from '../../layers/window.ts';
import type { ExploreRequest, KeptMoment, Unit } from '../../protocol.ts';
import type { Moment } from '../../train/history.ts';
import { type Question, questionOf } from '../asked.ts';
import { weightsAt } from '../weightsAt.ts';
import type { Desk } from './desk.ts';

const stamps = new WeakMap<Moment, number>();
let stamped = 0;

/** The same for the same weights: a moment that takes the place of another of its iteration is another one. */
export function stampOf(moment: Moment): number {
  const known = stamps.get(moment) ?? ++stamped;
  stamps.set(moment, known);
  return known;
}

/** What was computed of each moment, by what was asked; goes with the moment. */
export class ByMoment<T> {
  readonly #known = new WeakMap<Moment, Map<string, T>>();

  /** So many answers of a moment are kept, the oldest go first. */
  constructor(private readonly most: number) {}

  async get(moment: Moment, key: string, compute: () => Promise<T>): Promise<T> {
    const shelf = this.#known.get(moment) ?? new Map<string, T>();
    this.#known.set(moment, shelf);
    if (shelf.has(key)) return shelf.get(key)!;
    const computed = await compute();
    shelf.set(key, computed);
    if (shelf.size > this.most) shelf.delete(shelf.keys().next().value!);
    return computed;
  }
}

/** A moment as the question's network. */
export interface MomentAsked extends KeptMoment {
  readonly moment: Moment;
  readonly network: () => Network;
}

export interface MomentsAsked {
  readonly question: Question;
  /** [H, W, C] of the layer. */
  readonly shape: Shape3;
  readonly kept: readonly KeptMoment[];
  readonly moments: readonly MomentAsked[];
}

/** @throws EngineFault where nothing was trained here, or an iteration is not kept. */
export async function momentsAsked(request: ExploreRequest, iterations: readonly number[], desk: Desk): Promise<MomentsAsked> {
  const { run } = desk.networks;
  if (!run) throw new EngineFault('no-run', 'moments: nothing has been trained here; train a run, whose iterations are kept');
  const snapshot = desk.snapshot();
  try {
    const question = await questionOf(request, snapshot, desk.engine);
    const moments = iterations.map((iteration): MomentAsked => {
      const moment = run.moment(iteration);
      if (!moment) throw new EngineFault('no-moment', `iteration: ${iteration} is not kept; ask for one that is`);
      return { iteration, stamp: stampOf(moment), moment, network: () => weightsAt(question.network, moment.weights) };
    });
    const kept = run.moments.map((moment): KeptMoment => ({ iteration: moment.iteration, stamp: stampOf(moment) }));
    return { question, shape: sitesOf(question.network, 1, request.of).at(-1)!.output, kept, moments };
  } finally {
    // Its network lies on the host.
    snapshot.release();
  }
}

/** (i·W + j)·C + c. @throws EngineFault when there is no such unit. */
export function rowOf({ i, j, c }: Unit, [H, W, C]: Shape3): number {
  const inside = [i, j, c].every(Number.isInteger) && i >= 0 && i < H && j >= 0 && j < W && c >= 0 && c < C;
  if (!inside) throw new EngineFault('no-such-unit', `unit: (${i}, ${j}, ${c}) is not in the ${H} × ${W} × ${C} maps; choose one that is`);
  return (i * W + j) * C + c;
}
