import { expect, test } from 'vitest';
import { findAdapter } from './findAdapter.ts';

const adapter = {} as GPUAdapter;

/** Answers one request after another. */
function gpuThatSays(...answers: readonly (GPUAdapter | null)[]) {
  let asked = 0;
  return { gpu: { requestAdapter: async () => answers[asked++] } as unknown as GPU, asked: () => asked };
}

test('an adapter that is there is asked for once; one that comes up late is found; where there is none, none is made up', async () => {
  const [ready, late, none] = [gpuThatSays(adapter), gpuThatSays(null, adapter), gpuThatSays(null, null)];
  expect(await findAdapter(ready.gpu)).toBe(adapter);
  expect(await findAdapter(late.gpu)).toBe(adapter);
  expect(await findAdapter(none.gpu)).toBeNull();
  expect([ready.asked(), late.asked(), none.asked()]).toEqual([1, 2, 2]);
});
