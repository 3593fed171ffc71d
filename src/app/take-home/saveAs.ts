// One picture of the page as a file: asked for by its kind, named after what is on show.
import type { PictureTable } from '../../viz/index.ts';
import { downloadFile } from '../files/saveFile.ts';
import type { Explorer } from '../state/explorer.ts';
import { composeSvg, svgText } from './composeSvg.ts';
import { csvOf } from './csv.ts';
import { pngOf } from './pngOf.ts';
import { fileName, provenance } from './provenance.ts';

export type Kind = 'png' | 'svg' | 'csv';

export interface Saveable {
  figure: HTMLElement;
  title: string;
  table: PictureTable | null;
}

/** The file's name. @throws where the browser cannot draw it. */
export async function saveAs(kind: Kind, { figure, title, table }: Saveable, { store, frames }: Pick<Explorer, 'store' | 'frames'>): Promise<string> {
  const state = store.getState();
  const name = `${fileName(state, title)}.${kind}`;
  if (kind === 'csv') {
    downloadFile(name, csvOf(table!));
    return name;
  }
  await document.fonts.ready;
  const words = provenance(state, frames.get('exploration', state.shown.exploration), frames.get('row', state.shown.row));
  const composed = composeSvg(figure, title, { words, link: window.location.href });
  downloadFile(name, kind === 'svg' ? svgText(composed.svg) : await pngOf(composed));
  return name;
}
