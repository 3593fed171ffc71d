// Keeps the few things used last and lets go of the others. Knows nothing of what it keeps.

export class Lru<T extends { dispose(): void; readonly bytes: number }> {
  /** Least recently used first. */
  readonly #kept = new Map<number, T>();

  /** At most `capacity` things, and of `bytes` as many as go in; the newest is always kept. */
  constructor(
    readonly capacity: number,
    readonly bytes: number,
  ) {}

  put(key: number, value: T): void {
    this.#kept.set(key, value);
    for (const [oldest, dropped] of this.#kept) {
      const held = [...this.#kept.values()].reduce((total, each) => total + each.bytes, 0);
      if (this.#kept.size === 1 || (this.#kept.size <= this.capacity && held <= this.bytes)) break;
      this.#kept.delete(oldest);
      dropped.dispose();
    }
  }

  /** Undefined when it was never kept or has been let go. */
  get(key: number): T | undefined {
    const value = this.#kept.get(key);
    if (!value) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, value);
    return value;
  }
}
