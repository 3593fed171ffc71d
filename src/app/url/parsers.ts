// How single values are written in a link, strictly: what does not read back is refused, never guessed.
import { createParser, type SingleParserBuilder } from 'nuqs/server';
import type { SettingField, Unit } from '../../engine/protocol.ts';
import { parseMapMode, type MapMode } from '../state/mapMode.ts';
import { VIEWS, type ViewName, type ViewOptions } from '../state/views.ts';

const strictNumber = (pattern: RegExp) =>
  createParser<number>({ parse: (text) => (pattern.test(text) ? Number(text) : null), serialize: String });

export const integer = strictNumber(/^-?\d{1,15}$/);
const decimal = strictNumber(/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
export const word = createParser<string>({ parse: (text) => (text.length > 0 && text.length < 200 ? text : null), serialize: String });

export const unit = createParser<Unit>({
  parse(text) {
    const match = /^(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(text);
    return match && { i: Number(match[1]), j: Number(match[2]), c: Number(match[3]) };
  },
  serialize: ({ i, j, c }) => `${i},${j},${c}`,
});

export const mapMode = createParser<MapMode>({ parse: parseMapMode, serialize: String });

const oneOf = <T extends string>(...words: T[]) => createParser<T>({ parse: (text) => words.find((word) => word === text) ?? null, serialize: String });

/** A run that the visitor trained, or a model of their own, which a link cannot hold. */
export const run = oneOf('trained', 'own');

/** 12 hexadecimal digits that tell one data set from another. */
export const identity = createParser<string>({ parse: (text) => (/^[0-9a-f]{12}$/.test(text) ? text : null), serialize: String });

export const batchNorm = oneOf('batch');

export const viewName = oneOf<ViewName>(...VIEWS);

/** `rows:channel;columns:channel`; a view that does not know a word leaves it. */
export const viewOptions = createParser<ViewOptions>({
  parse(text) {
    const pairs = text.split(';').map((pair) => /^([a-z][a-zA-Z]{0,30}):([^;:]{1,120})$/.exec(pair));
    return pairs.every((pair) => pair !== null) && pairs.length <= 20 ? Object.fromEntries(pairs.map((pair) => [pair![1], pair![2]])) : null;
  },
  serialize: (options) => Object.entries(options).map((pair) => pair.join(':')).join(';'),
  eq: (a, b) => JSON.stringify(a) === JSON.stringify(b),
});

/** `input`, or names of parameters with commas between them. */
export const wrt = createParser<readonly string[] | 'input'>({
  parse(text) {
    if (text === 'input') return text;
    const names = text.split(',');
    return names.length <= 500 && names.every((name) => name.length > 0 && name.length < 200) ? names : null;
  },
  serialize: (value) => (value === 'input' ? value : value.join(',')),
});

/** The parser of a training setting, from its control. */
export function settingParser(field: SettingField): SingleParserBuilder<number> | SingleParserBuilder<string> {
  if (field.kind === 'integer') return integer;
  if (field.kind === 'number') return decimal;
  const values = field.choices?.map(({ value }) => value) ?? [];
  return createParser<string>({ parse: (text) => (values.includes(text) ? text : null), serialize: String });
}
