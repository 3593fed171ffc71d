// The digits that can be in use, each with the networks trained on it: the shipped ones and the visitor's own. Knows no files.
import type { Digits } from '../data/loadDigits.ts';
import { identityOf } from '../data/identity.ts';
import type { DigitSet } from '../data/digitSet.ts';
import { EngineFault } from '../engineError.ts';
import type { DigitsInfo, DigitsInUse, EngineEvent, NamedFile, RunState, TrainedNetwork, TrainSettings } from '../protocol.ts';
import { fitSettings } from '../train/fitSettings.ts';
import { DEFAULT_SETTINGS } from '../train/settings.ts';
import type { OpenDigits } from './besideImages.ts';
import { Networks, type NetworksHost } from './networks.ts';
import type { ReadyMade } from './readyMade.ts';
import type { Keeper } from './runLibrary.ts';
import { Untrained } from './untrained.ts';

/** The visitor's own that are kept beside the shipped ones; the one that was used longest ago goes first. */
const KEPT = 3;

interface Held {
  readonly info: DigitsInfo;
  readonly digits: OpenDigits;
  readonly networks: Networks;
}

/** The shipped run of the question's network, and that of another. */
export interface ShippedRuns {
  first(digits: Digits): Promise<ReadyMade>;
  other(network: TrainedNetwork, digits: Digits): Promise<ReadyMade>;
}

export interface DataHost extends Pick<NetworksHost, 'engine' | 'emit' | 'revise'> {
  /** Keeps a new run on the digits of that identity. */
  keeper(settings: TrainSettings, digits: string | null): Keeper;
}

export class DataSets {
  /** The one used last stands last. The shipped one is always kept. */
  #held: Held[];
  #current: Held;
  /** Of the model that the visitor loaded: it looks at whatever digits are in use. */
  #model: readonly NamedFile[] | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly host: DataHost,
    digits: OpenDigits,
    first: ReadyMade,
    other: NetworksHost['openReady'],
  ) {
    this.#current = this.#holding(infoOf(digits, null, null), digits, first, other);
    this.#held = [this.#current];
  }

  /** With the shipped digits in use, and the shipped runs. */
  static async open(host: DataHost, shipped: Digits, runs: ShippedRuns): Promise<DataSets> {
    const digits = withRoom(shipped);
    return new DataSets(host, digits, await runs.first(digits), (network) => runs.other(network, digits));
  }

  get digits(): OpenDigits {
    return this.#current.digits;
  }

  get networks(): Networks {
    return this.#current.networks;
  }

  get info(): DigitsInfo {
    return this.#current.info;
  }

  async load(files: readonly NamedFile[]): Promise<RunState> {
    const run = await this.networks.load(files);
    this.#model = files;
    return run;
  }

  /** Takes new digits into use; the same ones again come back with what was trained on them. */
  async use({ digits, leftOut, notes }: DigitSet, name: string, settings: TrainSettings): Promise<DigitsInUse> {
    const identity = await identityOf(digits);
    return this.#inTurn(async () => {
      const held = this.#held.find(({ info }) => info.identity === identity) ?? this.#open(digits, name, identity);
      const answer = await this.#show(held, settings);
      const gone = await this.#makeRoom();
      return { ...answer, kept: this.kept(), leftOut, notes: [...notes, ...gone] };
    });
  }

  /** @throws EngineFault when they are not kept. */
  useKept(identity: string | null, settings: TrainSettings): Promise<DigitsInUse> {
    return this.#inTurn(async () => {
      const held = this.#held.find(({ info }) => info.identity === identity);
      if (!held) throw new EngineFault('digits', `digits: ${identity} are no longer kept; hand them over again`);
      return this.#show(held, settings);
    });
  }

  /** The shipped ones first. */
  kept(): DigitsInfo[] {
    return this.#held.map(({ info }) => info).sort((a, b) => Number(a.identity !== null) - Number(b.identity !== null));
  }

  #open(stored: Digits, name: string, identity: string): Held {
    const digits = withRoom(stored);
    const untrained = (network: TrainedNetwork) => new Untrained(fitSettings({ ...DEFAULT_SETTINGS, network }, digits), digits);
    return this.#holding(infoOf(digits, name, identity), digits, untrained('question'), async (network) => untrained(network));
  }

  #holding(info: DigitsInfo, digits: OpenDigits, first: ReadyMade | Untrained, openReady: NetworksHost['openReady']): Held {
    const { engine, revise } = this.host;
    const emit = (event: EngineEvent) => void (this.#current.networks === networks && this.host.emit(event));
    const keeper = (settings: TrainSettings) => this.host.keeper(settings, info.identity);
    const networks = new Networks({ digits, engine, emit, revise, openReady, keeper }, first);
    return { info, digits, networks };
  }

  async #show(held: Held, settings: TrainSettings): Promise<DigitsInUse> {
    const { network } = this.networks.showing.state();
    await this.networks.run?.pause();
    if (this.#model) await held.networks.load(this.#model);
    this.#held = [...this.#held.filter((each) => each !== held), held];
    this.#current = held;
    this.host.emit({ kind: 'digits', digits: held.info, kept: this.kept() });
    const run = await held.networks.choose(network === 'loaded' ? settings.network : network);
    return { digits: held.info, kept: this.kept(), run, settings: fitSettings(settings, held.digits), leftOut: [], notes: [] };
  }

  /** Says which digits are no longer held, and how to come back to them. */
  async #makeRoom(): Promise<string[]> {
    const own = this.#held.filter(({ info }) => info.identity !== null);
    const gone = own.slice(0, Math.max(0, own.length - KEPT));
    this.#held = this.#held.filter((held) => !gone.includes(held));
    await Promise.all(gone.map(({ networks }) => networks.dispose()));
    return gone.map(({ info }) => `${info.name} is no longer held: ${KEPT} sets of your own are at a time. Hand it over again to go back to it, and to the runs on it that are kept.`);
  }

  /** One change after another: a page may ask for the next while the last is still shown. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

function withRoom(digits: Digits): OpenDigits {
  return { ...digits, beside: [] };
}

function infoOf({ count, height, width, classes, names }: Digits, name: string | null, identity: string | null): DigitsInfo {
  return { count, height, width, classes, names: names ?? Array.from({ length: classes }, (_, k) => String(k)), name, identity };
}
