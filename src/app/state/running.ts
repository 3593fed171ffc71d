// The run and its settings: what the buttons and the fields do.
import type { TrainSettings } from '../../engine/protocol.ts';
import { latest, superseded } from '../engine/latest.ts';
import type { Command } from '../run/phases.ts';
import { report, type Context } from './context.ts';

export interface RunningActions {
  /** Carries a command out; what goes wrong is said in the page. */
  command(command: Command): Promise<void>;
  setSetting(name: keyof TrainSettings, value: number | string): Promise<void>;
  setSettings(settings: TrainSettings): Promise<void>;
  /** The run on show from the start, with other settings, which take their place in the fields; refused ones are said there and nothing is trained. */
  trainAgain(change: Partial<TrainSettings>): Promise<void>;
  /** More epochs for the run; 0: on to the end of a stopped one. */
  extend(epochs: number): Promise<void>;
  /** Lets the rest of the run use what of the settings only matters later. */
  adjust(change: Partial<TrainSettings>): Promise<void>;
}

export function createRunning({ store, api }: Context): RunningActions {
  const check = latest((settings: TrainSettings) => api().checkSettings(settings));

  async function setSettings(draft: TrainSettings) {
    store.setState({ draft });
    try {
      const problems = await check(draft);
      if (problems !== superseded) store.setState({ problems });
    } catch (error) {
      report(store, error);
    }
  }

  /** From the ready-made run a step starts a new one, before its first iteration. */
  async function step() {
    const { run, draft } = store.getState();
    if (run?.phase !== 'paused') await api().train(draft!, { paused: true });
    await api().step();
  }

  async function trainAgain(change: Partial<TrainSettings>) {
    await setSettings({ ...store.getState().run!.settings, ...change });
    if (store.getState().problems.length === 0) await command('train');
  }

  const commands: Record<Command, () => Promise<void>> = {
    train: () => api().train(store.getState().draft!),
    pause: () => api().pause(),
    resume: () => api().resume(),
    step,
    stop: () => api().stop(),
    reset: () => api().reset(),
  };

  const command = (name: Command) => commands[name]().catch((error) => void report(store, error));

  return {
    command,
    trainAgain,
    setSetting: (name, value) => setSettings({ ...store.getState().draft!, [name]: value } as TrainSettings),
    setSettings,
    extend: (epochs) => api().extend(epochs).catch((error) => void report(store, error)),
    adjust: (change) => api().adjust(change).catch((error) => void report(store, error)),
  };
}
