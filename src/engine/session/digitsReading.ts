// The visitor's digits on their way into use: one reading at a time, told of and stopped. Knows no network.
import type { DigitsInUse, DigitsSource, EngineEvent, TrainSettings } from '../protocol.ts';
import type { DataSets } from './dataSets.ts';
import type { Decode } from './decodeImage.ts';
import { readOwnDigits } from './ownDigits.ts';
import { Telling } from './telling.ts';

export class DigitsReading {
  #reading: AbortController | null = null;

  constructor(
    private readonly decode: Decode,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  /** A later one ends it. @throws when it is ended, or when nothing could be read. */
  async use(source: DigitsSource, settings: TrainSettings, data: DataSets): Promise<DigitsInUse> {
    this.cancel();
    const abort = (this.#reading = new AbortController());
    const telling = new Telling(this.emit, 'digits', 'Reading your digits');
    try {
      if (source.kind === 'kept') return await data.useKept(source.identity, settings);
      const set = await readOwnDigits(source.files, source.folders, { decode: this.decode, signal: abort.signal, onProgress: telling.hear });
      return await data.use(set, source.name, settings);
    } finally {
      telling.end();
      if (this.#reading === abort) this.#reading = null;
    }
  }

  cancel(): void {
    this.#reading?.abort();
  }
}
