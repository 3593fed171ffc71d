import { expect, test } from 'vitest';
import { latest, superseded } from './latest.ts';

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

test('only the newest of a burst delivers, and those between are never sent', async () => {
  const sent: number[] = [];
  const gates = new Map<number, ReturnType<typeof deferred<string>>>();
  const ask = latest((n: number) => {
    sent.push(n);
    const gate = deferred<string>();
    gates.set(n, gate);
    return gate.promise;
  });
  const first = ask(1);
  await tick();
  const answers = [first, ask(2), ask(3)];
  await tick();
  expect(sent).toEqual([1]);
  gates.get(1)!.resolve('one');
  await tick();
  expect(sent).toEqual([1, 3]);
  gates.get(3)!.resolve('three');
  expect(await Promise.all(answers)).toEqual([superseded, superseded, 'three']);
});

test('a single call delivers, and the next one after it', async () => {
  const ask = latest(async (n: number) => n * 2);
  expect(await ask(2)).toBe(4);
  expect(await ask(3)).toBe(6);
});

test('the newest call passes its error on; an overtaken one keeps quiet', async () => {
  const gate = deferred<number>();
  const ask = latest((n: number) => (n === 1 ? gate.promise : Promise.reject(new Error('no such row'))));
  const first = ask(1);
  await tick();
  const second = ask(2);
  gate.reject(new Error('overtaken'));
  expect(await first).toBe(superseded);
  await expect(second).rejects.toThrow('no such row');
  await expect(ask(3)).rejects.toThrow('no such row');
});
