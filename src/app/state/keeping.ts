// The runs that are kept: taking one up again, names, files, and one to compare with. Knows no storage.
import type { NamedFile, RunState } from '../../engine/protocol.ts';
import { downloadFile } from '../files/saveFile.ts';
import { report, type Context } from './context.ts';

export interface KeepingActions {
  /** Shows a kept run; with `resume` one that was cut off goes on at once. */
  openRun(id: string, resume?: boolean): Promise<void>;
  /** The run that was cut off is not taken up now; it stays among those kept. */
  leaveCutOff(): void;
  renameRun(id: string, name: string): Promise<void>;
  deleteRun(id: string): Promise<void>;
  /** Downloads it as a file. */
  saveRun(id: string): Promise<void>;
  loadRun(file: NamedFile): Promise<void>;
  /** Draws its curve beside that of the run on show; null: none. */
  compare(id: string | null): Promise<void>;
}

export function createKeeping({ store, api }: Context, { heard }: { heard(run: RunState): void }): KeepingActions {
  const attempt = (work: () => Promise<unknown>): Promise<void> => work().then(() => {}, (error: unknown) => void report(store, error));
  const leaveCutOff = () => store.setState({ cutOff: null });

  return {
    openRun: (id, resume = false) =>
      attempt(async () => {
        store.setState({ busy: true });
        try {
          heard(await api().openRun(id));
          leaveCutOff();
          if (resume) await api().resume();
        } finally {
          store.setState({ busy: false });
        }
      }),
    leaveCutOff,
    renameRun: (id, name) => attempt(() => api().renameRun(id, name)),
    deleteRun: (id) =>
      attempt(async () => {
        await api().deleteRun(id);
        const { cutOff, compared } = store.getState();
        store.setState({ cutOff: cutOff?.id === id ? null : cutOff, compared: compared?.id === id ? null : compared });
      }),
    saveRun: (id) =>
      attempt(async () => {
        const { name, bytes } = await api().saveRun(id);
        downloadFile(name, bytes);
      }),
    loadRun: (file) => attempt(async () => heard(await api().loadRun(file))),
    compare: (id) =>
      attempt(async () => {
        const entry = store.getState().runs.find((run) => run.id === id);
        store.setState({ compared: entry ? { id: entry.id, name: entry.name, curve: await api().runCurve(entry.id) } : null });
      }),
  };
}
