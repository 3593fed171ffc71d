// What the visitor asks of runs: to train, to stand still and go on, and to take up one that was kept. Knows no Jacobian.
import { EngineFault } from '../engineError.ts';
import type { NamedFile, RunState, SettingProblem, TrainSettings } from '../protocol.ts';
import { checkSettings } from '../train/checkSettings.ts';
import type { TrainingRun } from '../train/run.ts';
import { ADJUSTABLE } from '../train/runData.ts';
import type { DataSets } from './dataSets.ts';
import type { RunLibrary } from './runLibrary.ts';

export class RunCommands {
  constructor(
    private readonly data: DataSets,
    private readonly library: RunLibrary,
  ) {}

  problems(settings: TrainSettings): readonly SettingProblem[] {
    return checkSettings(settings, this.data.digits);
  }

  async train(settings: TrainSettings, paused: boolean): Promise<void> {
    this.#check(settings);
    const run = await this.data.networks.train(settings, paused);
    if (paused) await run.pause();
  }

  async pause(): Promise<void> {
    await this.data.networks.run?.pause();
  }

  resume(): void {
    this.#running('resume').resume();
  }

  async step(): Promise<void> {
    await this.#running('step').step();
  }

  async stop(): Promise<void> {
    await this.data.networks.run?.stop();
  }

  extend(epochs: number): void {
    const run = this.#running('extend');
    this.#check({ ...run.settings, epochs: run.settings.epochs + epochs });
    run.extend(epochs);
  }

  adjust(change: Partial<TrainSettings>): void {
    const run = this.#running('adjust');
    const fixed = Object.keys(change).find((name) => !ADJUSTABLE.some((each) => each === name));
    if (fixed) throw new EngineFault('settings', `${fixed}: it is fixed once a run has begun; train again with another`);
    this.#check({ ...run.settings, ...change });
    run.adjust(change);
  }

  async open(id: string): Promise<RunState> {
    const { networks, info } = this.data;
    const before = await this.library.read(id, info.identity);
    this.#check(before.checkpoint.settings);
    return networks.open(before, this.library.goOn(id, before.moments.map(({ iteration }) => iteration)));
  }

  /** A file that holds no run that can be opened here leaves nothing behind. */
  async load(file: NamedFile): Promise<RunState> {
    const id = await this.library.load(file);
    try {
      return await this.open(id);
    } catch (error) {
      await this.library.delete(id);
      throw error;
    }
  }

  #check(settings: TrainSettings): void {
    const problems = this.problems(settings);
    if (problems.length > 0) throw new EngineFault('settings', problems[0].message, problems.map((problem) => problem.message).join('\n'));
  }

  #running(what: string): TrainingRun {
    const { run } = this.data.networks;
    if (!run) throw new EngineFault('no-run', `${what}: nothing has been trained here; start a run first`);
    return run;
  }
}
