// A training run as something to explore. Knows no phases.
import { modelFiles } from '../model/saveModel.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { Curve, Filters, NamedFile, RunState } from '../protocol.ts';
import type { TrainingRun } from '../train/run.ts';
import { type Input, RunInput } from './input.ts';
import type { Showing } from './showing.ts';

export class TrainingShown implements Showing {
  readonly readyMade = false;
  readonly network = null;
  readonly input: Input;

  constructor(readonly run: TrainingRun) {
    this.input = new RunInput(run.data);
  }

  get model(): tfl.Sequential {
    return this.run.model;
  }

  get data() {
    return this.run.data;
  }

  get revision(): number {
    return this.run.revision;
  }

  get curve(): Curve {
    return this.run.curve;
  }

  renew(revision: number): void {
    this.run.renew(revision);
  }

  state(): RunState {
    return this.run.state();
  }

  filters(): Promise<Filters | null> {
    return this.run.filters();
  }

  files(): Promise<readonly NamedFile[]> {
    return modelFiles(this.run.model);
  }

  async tensorFlow(): Promise<tfl.Sequential> {
    return this.run.model;
  }

  dispose(): void {
    this.run.dispose();
  }
}
