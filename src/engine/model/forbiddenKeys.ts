// Keys that could reach an object's prototype, refused wherever they stand in foreign JSON.

/** They are no names of layers either. */
export const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Looks through the whole value, without recursion: JSON may be nested deeper than the stack.
 * @throws at the first forbidden key, saying where it stands.
 */
export function refuseForbiddenKeys(noun: string, value: unknown): void {
  const open: { path: string; value: unknown }[] = [{ path: '', value }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, held] of Object.entries(next.value)) {
      if (FORBIDDEN.has(key)) throw new Error(`${noun}: the key ${key}${next.path && ` in ${next.path}`} is not allowed; remove it`);
      open.push({ path: next.path ? `${next.path}.${key}` : key, value: held });
    }
  }
}
