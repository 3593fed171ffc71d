// What happens to files that the visitor hands over, however they came: a model is loaded, a picture or an array is shown to it.
import { useExplorer } from '../state/ExplorerContext.ts';
import { sortFiles } from '../files/readFiles.ts';
import { notify } from '../state/store.ts';

export function useHandOver(): (files: readonly File[]) => Promise<void> {
  const explorer = useExplorer();
  return async (files) => {
    const { store } = explorer;
    if (files.length === 0) return;
    const handed = await sortFiles(files).catch(() => ({ kind: 'unknown' as const, names: files.map(({ name }) => name) }));
    if (handed.kind === 'model') return explorer.loadModel(handed.files);
    if (handed.kind === 'input' && store.getState().run?.network === 'loaded') return explorer.setInput(handed.source, store.getState().input?.scale ?? '0-1');
    if (handed.kind === 'input') notify(store, 'warning', `${files[0].name}: the networks that are trained here look at the digits. Load a model of your own to show it a picture.`);
    else notify(store, 'error', `${handed.names.join(', ')}: this is no model and no picture. Hand over model.json with all of its weight files, an .npy array, or a picture.`);
  };
}
