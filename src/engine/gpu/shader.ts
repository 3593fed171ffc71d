// What every kernel has beside its own text. Knows no kernel.

/**
 * The size of a workgroup, which is the device's, and a thread's number: grids larger than one dimension allows are folded into two.
 */
const THREADS = `
override WORKGROUP: u32;
fn threadOf(id: vec3u, groups: vec3u) -> u32 { return id.y * groups.x * WORKGROUP + id.x; }
`;

/**
 * The text of a kernel as it is compiled. The lengths of its arrays are asked for at its beginning: every access is held to them,
 * and a software adapter works them out, by four divisions, wherever it cannot see that it has them. No array is empty.
 */
export function shaderOf(kernel: string): string {
  const begin = kernel.indexOf('{', kernel.indexOf('fn main(')) + 1;
  const arrays = [...kernel.matchAll(/var<storage[^>]*> (\w+): array<\w+>;/g)].map(([, name]) => `(arrayLength(&${name}) == 0u)`);
  const lengths = arrays.length > 0 ? `\n  if (${arrays.join(' | ')}) { return; }` : '';
  return kernel.slice(0, begin) + lengths + kernel.slice(begin) + THREADS;
}

interface Joined {
  text: string | null;
  readonly further: Map<string, Joined>;
}

const joinedTexts: Joined = { text: '', further: new Map() };

/** WGSL files joined in order. The same files give the very same string, by which kernels are found again without being read. */
export function joinedText(...files: readonly string[]): string {
  let at = joinedTexts;
  for (const file of files) {
    let next = at.further.get(file);
    if (!next) at.further.set(file, (next = { text: null, further: new Map() }));
    at = next;
  }
  return (at.text ??= files.join(''));
}

type Constants = Readonly<Record<string, number>>;

/** Constants of a kernel from several lists; the last that has a name says its number. Not spread into a literal: of so many names that takes V8 thirty times as long. */
export function merged(...lists: readonly (Constants | undefined)[]): Record<string, number> {
  return Object.assign({}, ...lists) as Record<string, number>;
}
