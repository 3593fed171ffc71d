// Where runs are kept: the browser's own storage. Knows no run that is training.
import { createStore, delMany, getMany, keys, setMany, type UseStore } from 'idb-keyval';
import type { RunEntry } from '../protocol.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import type { Moment } from '../train/history.ts';

/** A run besides its moments, which are kept one by one. */
export interface StoredRun {
  readonly entry: RunEntry;
  readonly checkpoint: Checkpoint;
  /** Iterations of its moments, ascending, and how far apart they are. */
  readonly moments: readonly number[];
  readonly momentsEvery: number;
}

export interface RunStorage {
  /** In no order. */
  list(): Promise<RunEntry[]>;
  /** Null where there is none such. */
  read(id: string): Promise<{ run: StoredRun; moments: Moment[] } | null>;
  /** Replaces a run; of its moments `added` are new and `removed` go. @throws when there is no room, and then the run stays as it was. */
  write(run: StoredRun, added: readonly Moment[], removed: readonly number[]): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  delete(id: string): Promise<void>;
}

const entryKey = (id: string) => `entry/${id}`;
const runKey = (id: string) => `run/${id}`;
const momentKey = (id: string, iteration: number) => `moment/${id}/${iteration}`;

/** Of IndexedDB. Every call rejects where the browser forbids it. */
export class BrowserRuns implements RunStorage {
  #store: UseStore | null = null;

  constructor(private readonly name = 'jacobian-explorer-runs') {}

  async list(): Promise<RunEntry[]> {
    const store = this.#opened();
    const all = await keys<string>(store);
    const entries = await getMany<RunEntry>(all.filter((key) => key.startsWith('entry/')), store);
    return entries.filter((entry) => entry !== undefined);
  }

  async read(id: string): Promise<{ run: StoredRun; moments: Moment[] } | null> {
    const store = this.#opened();
    const [entry, run] = (await getMany([entryKey(id), runKey(id)], store)) as [RunEntry | undefined, Omit<StoredRun, 'entry'> | undefined];
    if (!entry || !run) return null;
    const moments = await getMany<Moment | undefined>(run.moments.map((iteration) => momentKey(id, iteration)), store);
    return { run: { ...run, entry }, moments: moments.filter((moment) => moment !== undefined) };
  }

  async write({ entry, ...run }: StoredRun, added: readonly Moment[], removed: readonly number[]): Promise<void> {
    const store = this.#opened();
    // One transaction: all of it is there, or nothing.
    await setMany([...added.map((moment): [string, unknown] => [momentKey(entry.id, moment.iteration), moment]), [runKey(entry.id), run], [entryKey(entry.id), entry]], store);
    if (removed.length > 0) await delMany(removed.map((iteration) => momentKey(entry.id, iteration)), store);
  }

  async rename(id: string, name: string): Promise<void> {
    const [entry] = await getMany<RunEntry | undefined>([entryKey(id)], this.#opened());
    if (entry) await setMany([[entryKey(id), { ...entry, name }]], this.#opened());
  }

  async delete(id: string): Promise<void> {
    const store = this.#opened();
    const all = await keys<string>(store);
    await delMany(all.filter((key) => key === entryKey(id) || key === runKey(id) || key.startsWith(`moment/${id}/`)), store);
  }

  /** Opened when it is first asked for: merely looking may throw. */
  #opened(): UseStore {
    return (this.#store ??= createStore(this.name, 'runs'));
  }
}

/** Kept for as long as this object lives. */
export class RunsInMemory implements RunStorage {
  readonly #runs = new Map<string, StoredRun>();
  readonly #moments = new Map<string, Moment>();

  async list(): Promise<RunEntry[]> {
    return Array.from(this.#runs.values(), ({ entry }) => entry);
  }

  async read(id: string): Promise<{ run: StoredRun; moments: Moment[] } | null> {
    const run = this.#runs.get(id);
    if (!run) return null;
    const moments = run.moments.map((iteration) => this.#moments.get(momentKey(id, iteration)));
    return structuredClone({ run, moments: moments.filter((moment) => moment !== undefined) });
  }

  async write(run: StoredRun, added: readonly Moment[], removed: readonly number[]): Promise<void> {
    this.#runs.set(run.entry.id, structuredClone(run));
    for (const moment of added) this.#moments.set(momentKey(run.entry.id, moment.iteration), structuredClone(moment));
    for (const iteration of removed) this.#moments.delete(momentKey(run.entry.id, iteration));
  }

  async rename(id: string, name: string): Promise<void> {
    const run = this.#runs.get(id);
    if (run) this.#runs.set(id, { ...run, entry: { ...run.entry, name } });
  }

  async delete(id: string): Promise<void> {
    this.#runs.delete(id);
    for (const key of this.#moments.keys()) if (key.startsWith(`moment/${id}/`)) this.#moments.delete(key);
  }
}
