// What a visitor types to choose a unit or a parameter, read strictly. Pure.
import type { BlockInfo, Exploration, Unit } from '../../engine/protocol.ts';
import { parameterIndex, parameterName } from '../formula/parameter.ts';

export type Reading<T> = { value: T; problem: null } | { value: null; problem: string };

export function unitText({ i, j, c }: Unit, { vector }: Exploration['layer']): string {
  return vector ? String(c) : `${i}, ${j}, ${c}`;
}

/** `10, 4, 3`: row, column, map; of a vector one number. */
export function readUnit(text: string, { shape: [H, W, C], vector, name }: Exploration['layer']): Reading<Unit> {
  const numbers = text.trim().split(/[\s,;]+/).map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : NaN));
  const wanted = vector ? 1 : 3;
  if (numbers.length !== wanted || numbers.some(Number.isNaN)) {
    const how = vector ? `one number, 0 to ${C - 1}` : 'row, column and map, as 10, 4, 3';
    return { value: null, problem: `unit: ${text.trim() || 'nothing'}. Give ${how}.` };
  }
  const [i, j, c] = vector ? [0, 0, numbers[0]] : numbers;
  if (i >= H || j >= W || c >= C) return { value: null, problem: `unit: ${numbers.join(', ')} is not in ${name}, which is ${vector ? C : `${H}×${W}×${C}`}. Counting begins at 0.` };
  return { value: { i, j, c }, problem: null };
}

/** `conv1/kernel[2,3,0,7]`, or the number of its column. */
export function readParameter(text: string, blocks: readonly BlockInfo[]): Reading<string> {
  const trimmed = text.replace(/\s+/g, '');
  const index = /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : parameterIndex(blocks, trimmed);
  const name = index === null ? null : parameterName(blocks, index);
  if (name !== null) return { value: name, problem: null };
  const { parameter, shape } = blocks[0];
  return { value: null, problem: `parameter: ${trimmed || 'nothing'}. Give its column's number, or its name, as ${parameter}[${shape.map(() => 0).join(',')}].` };
}
