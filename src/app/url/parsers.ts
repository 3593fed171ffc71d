// How single values are written in a link, strictly: what does not read back is refused, never guessed.
import { createParser, type SingleParserBuilder } from 'nuqs/server';
import type { SettingField, Unit } from '../../engine/protocol.ts';
import { parseMapMode, type MapMode } from '../state/mapMode.ts';

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

export const run = createParser<'trained'>({ parse: (text) => (text === 'trained' ? text : null), serialize: String });

/** The parser of a training setting, from its control. */
export function settingParser(field: SettingField): SingleParserBuilder<number> | SingleParserBuilder<string> {
  if (field.kind === 'integer') return integer;
  if (field.kind === 'number') return decimal;
  const values = field.choices?.map(({ value }) => value) ?? [];
  return createParser<string>({ parse: (text) => (values.includes(text) ? text : null), serialize: String });
}
