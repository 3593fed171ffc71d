// What happens to what the visitor hands over, however it came: a model is loaded, a saved run opened, an
// image looked at, digits are taken into use.
import { useExplorer } from '../state/ExplorerContext.ts';
import type { Gathered } from '../files/gatherFiles.ts';
import { type Handed, sortFiles } from '../files/readFiles.ts';
import type { Explorer } from '../state/explorer.ts';
import { toEngineError } from '../engine/errors.ts';
import { notify } from '../state/store.ts';

async function take(explorer: Explorer, handed: Handed): Promise<void> {
  const { store } = explorer;
  switch (handed.kind) {
    case 'model':
      return explorer.loadModel(handed.files);
    case 'image':
      return explorer.showImage({ kind: 'file', name: handed.file.name, file: handed.file });
    case 'digits':
      explorer.open('digits');
      return explorer.takeDigits(handed.source);
    case 'array':
      if (store.getState().run?.network === 'loaded') return explorer.setInput(handed.source, store.getState().input?.scale ?? '0-1');
      notify(store, 'warning', 'An .npy array is for a model of your own, which says what size it takes. Load one, or hand over pictures or IDX files.');
      return;
    case 'run':
      // One after another: the last is on show, all are kept.
      for (const file of handed.files) await explorer.loadRun(file);
      return;
    case 'refused':
      notify(store, 'error', handed.why);
  }
}

export function useHandOver(): (given: Gathered | Promise<Gathered>) => Promise<void> {
  const explorer = useExplorer();
  return async (given) => {
    try {
      const gathered = await given;
      if (gathered.files.length + gathered.folders.length > 0) await take(explorer, await sortFiles(gathered));
    } catch (error) {
      notify(explorer.store, 'error', `Files: they could not be read (${toEngineError(error).message}). Hand them over again.`);
    }
  };
}
