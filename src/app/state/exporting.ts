// Saving the Jacobian on show: piece by piece from the worker to a file, with progress and a way to stop.
import type { ExportFormat, ExportLayout, ExportStarted, NamedFile, SnippetLanguage } from '../../engine/protocol.ts';
import { toEngineError } from '../engine/errors.ts';
import { openSink, type FileSink } from '../files/saveFile.ts';
import { parameterIndex } from '../formula/parameter.ts';
import { report, type Context } from './context.ts';
import type { ExportState } from './store.ts';

export interface ExportActions {
  /** Rows of `images` images, the explored one first. Call it from a click: the browser may ask where to save. */
  exportJacobian(format: ExportFormat, layout: ExportLayout, images: number, open?: (name: string) => Promise<FileSink | null>): Promise<void>;
  /** The row of the unit on show and what belongs to it; `origin` says where it comes from. Call it from a click too. */
  exportSelection(format: ExportFormat, origin: { words: string; link: string }, open?: (name: string) => Promise<FileSink | null>): Promise<void>;
  stopExport(): Promise<void>;
  /** model.json and weights of what is on show. */
  savedModel(): Promise<readonly NamedFile[]>;
  /** A program that computes the same matrix. @throws where there is none. */
  snippet(explorationId: number, language: SnippetLanguage): Promise<string>;
}

export function createExporting({ store, frames, api }: Context): ExportActions {
  const set = (change: Partial<ExportState>) =>
    store.setState(({ exporting }) => (exporting ? { exporting: { ...exporting, ...change } } : {}));

  async function copy(id: number, sink: FileSink) {
    let written = 0;
    for (;;) {
      const piece = await api().exportChunk(id);
      if (piece === null) break;
      await sink.write(piece);
      set({ written: (written += piece.length) });
    }
    await sink.close();
  }

  type Open = (name: string) => Promise<FileSink | null>;

  async function save({ exportId, name, bytes }: ExportStarted, open: Open) {
    const sink = await open(name);
    if (!sink) return api().cancel('export');
    store.setState({ exporting: { name, written: 0, total: bytes, ended: null, error: null } });
    try {
      await copy(exportId, sink);
      set({ ended: 'done' });
    } catch (error) {
      await sink.abort();
      const { code, message } = toEngineError(error);
      if (code === 'aborted') return set({ ended: 'stopped' });
      // The disk may be what failed: the worker need not go on.
      await api().cancel('export');
      set({ ended: 'failed', error: message });
    }
  }

  async function begin(start: (explorationId: number) => Promise<ExportStarted>, open: Open) {
    const { shown, exporting } = store.getState();
    if (exporting?.ended === null) return;
    try {
      await save(await start(Number(shown.exploration)), open);
    } catch (error) {
      report(store, error);
    }
  }

  return {
    exportJacobian: (format, layout, images, open = openSink) => begin((explorationId) => api().exportJacobian({ explorationId, format, layout, images }), open),
    async exportSelection(format, { words, link }, open = openSink) {
      const { shown, selection } = store.getState();
      const [exploration, row] = [frames.get('exploration', shown.exploration), frames.get('row', shown.row)];
      if (!exploration || !row) return;
      const column = selection.parameter === null ? null : parameterIndex(exploration.blocks, selection.parameter);
      await begin((explorationId) => api().exportSelection({ explorationId, format, unit: row.unit, column, provenance: words, link }), open);
    },
    stopExport: () => api().cancel('export'),
    savedModel: () => api().saveModel(),
    snippet: (explorationId, language) => api().snippet(explorationId, language),
  };
}
