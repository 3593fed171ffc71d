// The weights of one moment, kept for as long as somebody reads from them. Knows no layers.
import { networkFromLayersModel, type Network } from '../index.ts';
import { cloneModel } from '../model/cloneModel.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { RunData } from '../train/runData.ts';
import type { Showing } from './showing.ts';

/** A model that no training changes. Whoever retains it releases it. */
export class Snapshot {
  readonly revision: number;
  readonly readyMade: boolean;
  readonly data: RunData;
  readonly model: tfl.Sequential;
  #users = 1;
  #network: Promise<Network> | null = null;

  constructor(showing: Showing) {
    this.revision = showing.revision;
    this.readyMade = showing.readyMade;
    this.data = showing.data;
    this.model = cloneModel(showing.model);
  }

  /** The network with its numbers on the host, read once. */
  network(): Promise<Network> {
    return (this.#network ??= networkFromLayersModel(this.model));
  }

  retain(): this {
    this.#users++;
    return this;
  }

  release(): void {
    if (--this.#users === 0) this.model.dispose();
  }
}

/** Keeps the newest snapshot, so that all who ask between two changes of the weights share one. */
export class Snapshots {
  #newest: Snapshot | null = null;

  /** The weights as they are now, retained for the caller. */
  take(showing: Showing): Snapshot {
    if (this.#newest?.revision !== showing.revision) {
      this.#newest?.release();
      this.#newest = new Snapshot(showing);
    }
    return this.#newest.retain();
  }

  dispose(): void {
    this.#newest?.release();
    this.#newest = null;
  }
}
