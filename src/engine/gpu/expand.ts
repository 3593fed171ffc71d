// Unrolls marked lines of a kernel's source: a software adapter runs straight lines far faster than loops over private arrays.
// Knows no kernel.

/** Numbers by name; a list is what `//# each NAME` runs through. */
export type Scope = Readonly<Record<string, number | readonly number[]>>;

/**
 * Repeats the lines from `//# each NAME` to its `//# end` for every number of that list, and writes the value of `$(…)`, a sum of
 * products of names and whole numbers, in its place.
 */
export function expand(source: string, scope: Scope): string {
  let known = expanded.get(source);
  if (!known) expanded.set(source, (known = new Map()));
  const key = JSON.stringify(scope);
  let text = known.get(key);
  if (text === undefined) known.set(key, (text = expandLines(source.split('\n'), scope).join('\n')));
  return text;
}

/** What has been expanded, by source and scope: every step asks for the same. */
const expanded = new Map<string, Map<string, string>>();

function expandLines(lines: readonly string[], scope: Scope): string[] {
  const out: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const name = /^\s*\/\/# each (\w+)$/.exec(lines[at])?.[1];
    if (name === undefined) {
      out.push(lines[at].replace(/\$\(([^)]*)\)/g, (_, sum: string) => String(valueOf(sum, scope))));
      continue;
    }
    const end = endOf(lines, at);
    const body = lines.slice(at + 1, end);
    for (const value of listOf(name, scope)) out.push(...expandLines(body, { ...scope, [name]: value }));
    at = end;
  }
  return out;
}

function endOf(lines: readonly string[], begin: number): number {
  let depth = 0;
  for (let at = begin; at < lines.length; at++) {
    if (/^\s*\/\/# each /.test(lines[at])) depth++;
    if (/^\s*\/\/# end$/.test(lines[at]) && --depth === 0) return at;
  }
  throw new Error(`${lines[begin].trim()}: it has no end; close it with //# end`);
}

function listOf(name: string, scope: Scope): readonly number[] {
  const list = scope[name];
  if (!Array.isArray(list)) throw new Error(`//# each ${name}: no list of that name; give one of ${Object.keys(scope).join(', ')}`);
  return list as readonly number[];
}

function valueOf(sum: string, scope: Scope): number {
  return sum.split('+').reduce((total, product) => total + product.split('*').reduce((value, factor) => value * numberOf(factor.trim(), scope), 1), 0);
}

function numberOf(word: string, scope: Scope): number {
  const value = /^-?\d+$/.test(word) ? Number(word) : scope[word];
  if (typeof value !== 'number') throw new Error(`$(${word}): no number of that name; give one of ${Object.keys(scope).join(', ')}`);
  return value;
}
