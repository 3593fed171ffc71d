import { expect, test } from 'vitest';
import type { JacobianPlan } from '../../engine/protocol.ts';
import { layersOf } from '../testing/fakeNetwork.ts';
import { count } from '../ui/format.ts';
import { fitWrt, questionKey, requestOf, takesLong, wrtInWords } from './question.ts';

const layers = layersOf(2);
const plan = (change: Partial<JacobianPlan>) => ({ fits: true, seconds: 1, multiplyAdds: 1, ...change }) as JacobianPlan;

test('a request leaves out what is meant anyway', () => {
  expect(requestOf({ of: 'relu1', wrt: null, batchNorm: 'inference' }, 7)).toEqual({ digit: 7, of: 'relu1' });
  expect(requestOf({ of: 'relu1', wrt: ['bn1/beta'], batchNorm: 'batch' }, 7)).toEqual({ digit: 7, of: 'relu1', wrt: ['bn1/beta'], batchNorm: 'batch' });
});

test('long work and work in parts is asked about, quick work is not', () => {
  expect(takesLong(plan({ seconds: 7 }))).toBe(false);
  expect(takesLong(plan({ seconds: 9 }))).toBe(true);
  expect(takesLong(plan({ fits: false, seconds: 0.1 }))).toBe(true);
  expect(takesLong(plan({ seconds: null, multiplyAdds: 3e9 }))).toBe(true);
  expect(takesLong(plan({ seconds: null, multiplyAdds: 1e9 }))).toBe(false);
});

test('parameters above another layer fall away; none or all of them mean all', () => {
  expect(fitWrt(layers, 'relu1', ['conv1/bias', 'bn1/beta'])).toEqual(['conv1/bias', 'bn1/beta']);
  expect(fitWrt(layers, 'conv1', ['conv1/bias', 'bn1/beta'])).toEqual(['conv1/bias']);
  expect(fitWrt(layers, 'conv1', ['bn1/beta'])).toBeNull();
  expect(fitWrt(layers, 'conv1', ['conv1/kernel', 'conv1/bias'])).toBeNull();
  expect(fitWrt(layers, 'conv1', 'input')).toBe('input');
});

test('a layer with no parameters at or below it is explored with respect to the input', () => {
  const flatten = { name: 'flatten', type: 'flatten', shape: [4], parameters: [], explorable: true, columns: 0, overBatchNorm: false };
  expect(fitWrt([flatten, ...layers], 'flatten', null)).toBe('input');
});

test('words and keys tell questions apart', () => {
  const words = (of: string, wrt: readonly string[] | 'input' | null) => wrtInWords(layers, { of, wrt }, count);
  expect(words('relu1', null)).toBe('all 56 parameters');
  expect(words('relu1', 'input')).toBe('the input');
  expect(words('relu1', ['conv1/kernel'])).toBe('conv1/kernel, 50');
  expect(words('relu1', ['conv1/kernel', 'bn1/beta'])).toBe('2 arrays, 52 parameters');
  const key = (of: string) => questionKey('question', layers, { of, wrt: null, batchNorm: 'inference' });
  expect(key('relu1')).not.toBe(key('bn1'));
});
