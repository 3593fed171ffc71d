// Keeps the few things used last and lets go of the others. Knows nothing of what it keeps.

export class Lru<T extends { dispose(): void }> {
  /** Least recently used first. */
  readonly #kept = new Map<number, T>();

  constructor(readonly capacity: number) {}

  put(key: number, value: T): void {
    this.#kept.set(key, value);
    for (const [oldest, dropped] of this.#kept) {
      if (this.#kept.size <= this.capacity) break;
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
