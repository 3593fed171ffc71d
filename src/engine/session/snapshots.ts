// The weights of one moment, kept for as long as somebody reads from them. Knows no layers.
import { networkFromLayersModel, type Network } from '../index.ts';
import { cloneModel } from '../model/cloneModel.ts';
import type { tfl } from '../model/tensorflow.ts';
import type { NetworkName } from '../protocol.ts';
import type { Readings } from '../train/readings.ts';
import type { Input } from './input.ts';
import type { ShownDigits, Showing } from './showing.ts';

/** A model that no training changes, and what it is shown. Whoever retains it releases it. */
export class Snapshot {
  readonly name: NetworkName;
  readonly revision: number;
  readonly readyMade: boolean;
  readonly data: ShownDigits;
  readonly input: Input;
  readonly readings: Readings;
  /** What the engine computes with: TensorFlow.js's own weights, which may be on the device; a loaded network as it is. */
  readonly source: tfl.Sequential | Network;
  readonly #model: tfl.Sequential | null;
  readonly #loaded: Showing;
  #users = 1;
  #network: Promise<Network> | null = null;

  constructor(showing: Showing) {
    this.name = showing.state().network;
    this.revision = showing.revision;
    this.readyMade = showing.readyMade;
    this.data = showing.data;
    this.input = showing.input;
    this.readings = showing.readings;
    this.#loaded = showing;
    this.#model = showing.model && cloneModel(showing.model);
    this.source = this.#model ?? showing.network!;
  }

  /** The network with its numbers on the host, read once. */
  network(): Promise<Network> {
    return (this.#network ??= this.#model ? networkFromLayersModel(this.#model) : Promise.resolve(this.#loaded.network!));
  }

  /** @throws when TensorFlow.js cannot read a loaded model. */
  async tensorFlow(): Promise<tfl.LayersModel> {
    return this.#model ?? this.#loaded.tensorFlow();
  }

  retain(): this {
    this.#users++;
    return this;
  }

  release(): void {
    if (--this.#users === 0) this.#model?.dispose();
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
