// What is shipped beside the page: the digits, and a trained run of each network. Knows no device.
import { loadDigits, type Digits } from '../data/loadDigits.ts';
import type { EngineEvent, TrainedNetwork } from '../protocol.ts';
import { downloadReadyRun, openReadyRun, type ReadyFiles, type ReadyMade, readyFolder } from './readyMade.ts';

export class Shipped {
  /** `base` is the folder that holds digits/ and ready-made/. */
  constructor(
    private readonly base: URL,
    private readonly fetch: typeof globalThis.fetch,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  async digits(): Promise<Digits> {
    const onProgress = (done: number, total: number) => this.emit({ kind: 'progress', task: 'digits', progress: { task: 'digits', label: 'Loading the digits', done, total, secondsLeft: null } });
    try {
      return await loadDigits(new URL('digits/', this.base), { onProgress, fetch: this.fetch });
    } finally {
      this.emit({ kind: 'progress', task: 'digits', progress: null });
    }
  }

  readyFiles(network: TrainedNetwork): Promise<ReadyFiles> {
    return downloadReadyRun(new URL(`ready-made/${readyFolder(network)}`, this.base), this.fetch);
  }

  /** @throws EngineFault `ready-made` when its files are not there. */
  async readyMade(network: TrainedNetwork, digits: Digits): Promise<ReadyMade> {
    return openReadyRun(await this.readyFiles(network), digits);
  }
}
