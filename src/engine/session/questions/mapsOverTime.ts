// How long the rows of a whole map were at moments of the run: of each, all of the Jacobian, in parts where it is large.
import type { MapsOverTime, MapsOverTimeRequest } from '../../protocol.ts';
import type { Desk } from './desk.ts';
import { ByMoment, momentsAsked, rowOf, type MomentAsked } from './keptMoments.ts';

/** Norms of all rows, whichever map was asked for: another one of them is then at hand. */
const computed = new ByMoment<Float32Array>(3);

export async function mapsOverTime({ question: request, channel, iterations }: MapsOverTimeRequest, desk: Desk): Promise<MapsOverTime> {
  const { engine, listening } = desk;
  const { question, shape, kept, moments } = await momentsAsked(request, iterations, desk);
  const [H, W, C] = shape;
  const rows = H * W * C;
  rowOf({ i: 0, j: 0, c: channel }, shape);
  const key = JSON.stringify(request);

  async function compute({ network }: MomentAsked, before: number): Promise<Float32Array> {
    const norms = new Float32Array(rows);
    const onProgress = (done: number) => listening.onProgress(before * rows + done, moments.length * rows);
    for await (const { firstRow, jacobian } of await engine.stream(network(), question.images, { ...question.asked, signal: listening.signal, onProgress })) {
      listening.signal.throwIfAborted();
      norms.set(await jacobian.rowNorms(), firstRow);
    }
    return norms;
  }

  const vector = H * W === 1;
  const maps: MapsOverTime['maps'][number][] = [];
  for (const [n, asked] of moments.entries()) {
    listening.signal.throwIfAborted();
    const norms = await computed.get(asked.moment, key, () => compute(asked, n));
    maps.push({ iteration: asked.iteration, stamp: asked.stamp, norms: vector ? norms : Float32Array.from({ length: H * W }, (_, k) => norms[k * C + channel]) });
    listening.onProgress((n + 1) * rows, moments.length * rows);
  }
  return { kept, shape: vector ? [1, C] : [H, W], maps };
}
