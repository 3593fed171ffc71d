// One export at a time: a file computed piece by piece as it is fetched. Knows no file format and no disk.
import { EngineFault } from '../engineError.ts';
import { exportJacobian } from '../export/exportJacobian.ts';
import { exportSelection } from '../export/exportSelection.ts';
import type { EngineEvent, ExportRequest, ExportStarted, SelectionExportRequest } from '../protocol.ts';
import type { Asked, EngineHandle } from './engineHandle.ts';
import type { Explored } from './explored.ts';
import { exportSource } from './exportSource.ts';
import { selectionSource } from './selectionSource.ts';
import { Telling } from './telling.ts';

/** Pieces are at least so large, so that fetching them costs little. */
const PIECE_BYTES = 2 ** 20;

interface Running {
  readonly id: number;
  readonly chunks: AsyncIterator<Uint8Array>;
  readonly abort: AbortController;
  readonly telling: Telling;
  readonly release: () => void;
}

export class Exporting {
  #running: Running | null = null;
  #count = 0;

  constructor(
    private readonly engine: EngineHandle,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  /** @throws when the images do not exist. */
  async start(explored: Explored, request: ExportRequest): Promise<ExportStarted> {
    this.cancel();
    const { snapshot, network, asked, images: explained, exploration } = explored.parts;
    const { format, layout } = request;
    const images = exploration.batchNorm === 'batch' ? explained : snapshot.input.images(snapshot.input.batch(exploration.digit.index, imageCount(request)).indices);
    const abort = new AbortController();
    const options: Asked = { ...asked, rows: undefined, signal: abort.signal };
    snapshot.retain();
    try {
      const plan = await this.engine.plan(network, images.shape[0], options);
      const source = await exportSource(network, images, options, this.engine.device, { network: snapshot.name, method: plan.method, images: images.shape[0] }, layout);
      const [numbers, width] = [source.type === 'float64' ? 8 : 4, layout === 'blocks' ? plan.numbersPerRow : plan.columns];
      const bytes = numbers * plan.rows * width + (numbers + 16) * plan.rows + 20 * plan.columns;
      const telling = new Telling(this.emit, 'export', 'Exporting the Jacobian');
      const chunks = exportJacobian(source, { format, layout, signal: abort.signal, onProgress: telling.hear });
      this.#running = { id: ++this.#count, chunks, abort, telling, release: () => snapshot.release() };
      return { exportId: this.#count, name: `${fileNameOf(explored, images.shape[0], layout)}.${format}`, bytes };
    } catch (error) {
      snapshot.release();
      throw error;
    }
  }

  /** One unit's row and what belongs to it: in memory when this answers. @throws when unit or column does not exist. */
  async startSelection(explored: Explored, request: SelectionExportRequest): Promise<ExportStarted> {
    this.cancel();
    const { snapshot, exploration } = explored.parts;
    const { i, j, c } = request.unit;
    snapshot.retain();
    try {
      const { bytes, chunks } = exportSelection(await selectionSource(explored, request), request.format);
      const telling = new Telling(this.emit, 'export', 'Exporting the selection');
      this.#running = { id: ++this.#count, chunks, abort: new AbortController(), telling, release: () => snapshot.release() };
      const unit = exploration.layer.vector ? [c] : [i, j, c];
      return { exportId: this.#count, name: `${nameOf(explored, 'selection', [`image-${exploration.digit.index}`, 'unit', ...unit.map(String)])}.${request.format}`, bytes };
    } catch (error) {
      snapshot.release();
      throw error;
    }
  }

  /** Null at the end. */
  async next(id: number): Promise<Uint8Array | null> {
    const running = this.#running;
    if (running?.id !== id) throw new EngineFault('aborted', `export: ${id} is over or was stopped; begin it again`);
    try {
      const piece = await pieceOf(running.chunks);
      running.abort.signal.throwIfAborted();
      if (!piece) this.#end(running);
      return piece;
    } catch (error) {
      this.#end(running);
      throw error;
    }
  }

  cancel(): void {
    if (!this.#running) return;
    this.#running.abort.abort();
    this.#end(this.#running);
  }

  #end(running: Running): void {
    if (this.#running !== running) return;
    this.#running = null;
    // Lets the stream dispose of the part in hand.
    running.chunks.return?.().catch(() => {});
    running.release();
    running.telling.end();
  }
}

function imageCount({ images = 1 }: ExportRequest): number {
  if (!Number.isInteger(images) || images < 1 || images > 10_000) throw new EngineFault('images', `images: ${images} cannot be exported; give 1 to 10 000`);
  return images;
}

/** `jacobian-question-relu1-image-12-dense`, without the format's ending. */
export function fileNameOf(explored: Explored, images: number, layout: ExportRequest['layout']): string {
  return nameOf(explored, 'jacobian', [images > 1 ? `${images}-images` : `image-${explored.parts.exploration.digit.index}`, layout]);
}

function nameOf({ parts: { exploration, snapshot } }: Explored, what: string, more: readonly string[]): string {
  const words = [what, snapshot.name, exploration.layer.name, exploration.wrt === 'input' ? 'by-input' : '', exploration.batchNorm === 'batch' ? 'batch' : ''];
  return [...words, ...more].filter((part) => part !== '').join('-').replace(/[^\w.-]+/g, '_');
}

/** Some chunks in one array of its own, which may be handed over whole; null when there are none. */
async function pieceOf(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < PIECE_BYTES) {
    const { done, value } = await chunks.next();
    if (done) break;
    held.push(value.slice());
    bytes += value.length;
  }
  if (bytes === 0) return null;
  const piece = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of held) piece.set(chunk, (at += chunk.length) - chunk.length);
  return piece;
}
