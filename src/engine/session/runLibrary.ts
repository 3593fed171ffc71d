// The runs that are kept: checkpoints of the one under way as it goes, names, files. Knows no network that is shown.
import { packRun, unpackRun } from '../data/runFile.ts';
import { EngineFault, toEngineError } from '../engineError.ts';
import type { Curve, EngineEvent, NamedFile, RunEntry, TrainSettings } from '../protocol.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import type { TrainingRun } from '../train/run.ts';
import type { RunBefore } from '../train/runRecord.ts';
import { runFromFile, runToFile } from './runAsFile.ts';
import type { RunStorage, StoredRun } from './runStorage.ts';

/** A visitor loses no more than so much work when the page goes; milliseconds. */
const APART = 1000;

/** Runs that are kept; the oldest goes when another one begins. */
const MOST = 12;

/** What keeps one run as it goes. */
export interface Keeper {
  /** Of its entry. */
  readonly id: string;
  /** Asked between iterations; see RunHost. */
  keep(run: TrainingRun, last: boolean): Promise<void>;
}

const NETWORK_NAMES: Readonly<Record<TrainSettings['network'], string>> = { question: 'Question', 'three-block': 'Three blocks', mlp: 'Perceptron' };

export class RunLibrary {
  readonly #entries = new Map<string, RunEntry>();
  /** One that is still under way is not kept again. */
  readonly #deleted = new Set<string>();
  #broken = false;

  constructor(
    private readonly storage: RunStorage,
    private readonly emit: (event: EngineEvent) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** What was kept before; nothing where the browser keeps nothing, which is said. */
  async open(): Promise<void> {
    try {
      for (const entry of await this.storage.list()) this.#entries.set(entry.id, entry);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The newest first. */
  get list(): readonly RunEntry[] {
    return Array.from(this.#entries.values()).sort((a, b) => b.created - a.created);
  }

  /** Keeps a new run from now on. `digits`: the identity of those that it is trained on. */
  begin(settings: TrainSettings, digits: string | null): Keeper {
    const created = this.now();
    const name = `${NETWORK_NAMES[settings.network]}, ${new Date(created).toLocaleString('en', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
    return this.#keeper({ id: crypto.randomUUID(), name, digits, created }, []);
  }

  /** Keeps a run that was opened, under its own name. */
  goOn(id: string, moments: readonly number[]): Keeper {
    return this.#keeper(this.#entry(id), moments);
  }

  /** @throws EngineFault when it is not there or was trained on other digits. */
  async read(id: string, digits: string | null): Promise<RunBefore> {
    const entry = this.#entry(id);
    if (entry.digits !== digits) throw new EngineFault('digits', `run: ${entry.name} was trained on other digits than those in use; bring these back first`);
    const found = await this.storage.read(id);
    if (!found) throw this.#gone(id);
    return { checkpoint: found.run.checkpoint, moments: found.moments, momentsEvery: found.run.momentsEvery };
  }

  async curve(id: string): Promise<Curve> {
    const found = await this.storage.read(id);
    if (!found) throw this.#gone(id);
    return found.run.checkpoint.curve;
  }

  async rename(id: string, name: string): Promise<void> {
    const short = name.trim().slice(0, 80);
    if (short === '') throw new EngineFault('run', 'name: it is empty; give the run a name');
    const entry = this.#entry(id);
    await this.storage.rename(id, short);
    this.#entries.set(id, { ...entry, name: short });
    this.#tell();
  }

  async delete(id: string): Promise<void> {
    this.#deleted.add(id);
    await this.storage.delete(id);
    this.#entries.delete(id);
    // There may be room again.
    this.#broken = false;
    this.#tell();
  }

  /** As a file to take along. */
  async save(id: string): Promise<NamedFile> {
    const found = await this.storage.read(id);
    if (!found) throw this.#gone(id);
    return { name: `${found.run.entry.name.replace(/[^\w-]+/g, '-')}.jxrun`, bytes: packRun(runToFile(found.run, found.moments)) };
  }

  /** A run from a file, as one more. Answers its id. @throws EngineFault when the file is none, or damaged. */
  async load({ name, bytes }: NamedFile): Promise<string> {
    try {
      const { run, moments } = runFromFile(unpackRun(bytes));
      const entry = { ...run.entry, id: crypto.randomUUID(), created: this.now() };
      await this.storage.write({ ...run, entry }, moments, []);
      this.#entries.set(entry.id, entry);
      this.#tell();
      return entry.id;
    } catch (error) {
      throw new EngineFault('run', `${name}: ${toEngineError(error).message}`);
    }
  }

  #keeper(known: Pick<RunEntry, 'id' | 'name' | 'digits' | 'created'>, moments: readonly number[]): Keeper {
    let kept = new Set(moments);
    let savedAt = -Infinity;
    let saving: Promise<void> = Promise.resolve();
    let busy = false;
    const keep = async (run: TrainingRun, last: boolean): Promise<void> => {
      if (this.#broken || this.#deleted.has(known.id) || (!last && (busy || performance.now() - savedAt < APART))) return;
      busy = true;
      savedAt = performance.now();
      const [checkpoint, now, every] = [await run.checkpoint(), run.moments, run.momentsEvery];
      const iterations = new Set(now.map(({ iteration }) => iteration));
      const added = now.filter(({ iteration }, k) => !kept.has(iteration) || k === now.length - 1);
      const removed = [...kept].filter((iteration) => !iterations.has(iteration));
      kept = iterations;
      const name = this.#entries.get(known.id)?.name ?? known.name;
      const stored: StoredRun = { entry: entryOf({ ...known, name }, checkpoint, this.now(), run.state().iterations), checkpoint, moments: [...iterations], momentsEvery: every };
      saving = saving.then(() => this.#write(stored, added, removed)).finally(() => (busy = false));
      if (last) await saving;
    };
    return { id: known.id, keep };
  }

  async #write(run: StoredRun, added: Parameters<RunStorage['write']>[1], removed: readonly number[]): Promise<void> {
    try {
      if (this.#deleted.has(run.entry.id)) return;
      if (!this.#entries.has(run.entry.id)) await this.#makeRoom();
      await this.storage.write(run, added, removed);
      this.#entries.set(run.entry.id, run.entry);
      this.#tell();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #makeRoom(): Promise<void> {
    for (const { id } of this.list.slice(MOST - 1)) {
      await this.storage.delete(id);
      this.#entries.delete(id);
    }
  }

  /** Said once; training goes on. */
  #fail(error: unknown): void {
    if (this.#broken) return;
    this.#broken = true;
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    const why = full ? 'it is full' : 'this browser does not let the page keep anything';
    this.emit({ kind: 'error', error: { code: 'storage', message: `storage: ${why}, so runs are not kept over a reload; training goes on. Delete runs, or allow the page to store data`, detail: toEngineError(error).message } });
  }

  #tell(): void {
    this.emit({ kind: 'runs', runs: this.list });
  }

  #entry(id: string): RunEntry {
    const entry = this.#entries.get(id);
    if (!entry) throw this.#gone(id);
    return entry;
  }

  #gone(id: string): EngineFault {
    return new EngineFault('run', `run: ${id} is no longer kept; choose another one`);
  }
}

function entryOf(known: Pick<RunEntry, 'id' | 'name' | 'digits' | 'created'>, { settings, phase, iteration, curve }: Checkpoint, saved: number, iterations: number): RunEntry {
  const { id, name, digits, created } = known;
  return { id, name, settings, digits, created, saved, phase, iteration, iterations, accuracy: curve.validation.at(-1)?.accuracy ?? null };
}
