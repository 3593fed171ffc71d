// What a link asks for, done: its settings, its view, the run that it shows (kept, or trained again) and the moment of that run. Reads no address.
import type { Opened, RunEntry, RunState, TrainSettings } from '../../engine/protocol.ts';
import { isOver } from '../run/phases.ts';
import type { Link } from '../url/link.ts';
import { tellSettings, tellView } from '../url/sync.ts';
import type { Context } from './context.ts';
import type { NetworkActions } from './networks.ts';
import { fitWrt } from './question.ts';
import type { Rewinding } from './rewinding.ts';
import type { RunningActions } from './running.ts';
import { dismiss, notify, patch } from './store.ts';

export interface LinkFollowing {
  /** `refused` are the keys that could not be read. */
  followLink(link: Link, refused: { key: string; value: string }[], opened: Opened): Promise<void>;
  /** What a link asks for of the digits in use. Its settings must be valid. */
  fulfil(link: Link): Promise<void>;
}

interface Others {
  running: RunningActions;
  networks: NetworkActions;
  rewinding: Rewinding;
  heard(run: RunState): void;
  /** Keeps the view for digits that have yet to be handed over. */
  wishDigits(link: Link, identity: string): void;
}

export function createLinkFollowing(context: Context, { running, networks, rewinding, heard, wishDigits }: Others): LinkFollowing {
  const { store, api } = context;

  async function followLink(link: Link, refused: { key: string; value: string }[], opened: Opened) {
    if (link.data !== null) {
      await running.setSettings(opened.defaults);
      return wishDigits(link, link.data);
    }
    const settings = await tellSettings(context, link, refused, opened);
    await running.setSettings(settings);
    if (link.own) networks.wish(link);
    else await fulfil({ ...link, settings });
  }

  async function fulfil(link: Link) {
    if (link.settings.network !== store.getState().run!.network) await networks.choose(link.settings.network);
    show(tellView(context, link, store.getState().opened!));
    if (!link.trained) return;
    const kept = keptRun(link.settings);
    await (kept ? takeUp(kept, link) : trainAgain(link));
  }

  /** The view that a link asks for, of the network on show. */
  function show({ digit, layer, wrt, batch, unit, parameter, map, view, options }: Link) {
    if (view) store.setState(({ views }) => ({ view, views: { ...views, [view]: options } }));
    const { layers, suggested } = store.getState().run!;
    const of = layer ?? suggested;
    const batchNorm = batch ? 'batch' : 'inference';
    patch(store, 'selection', { digit, of, wrt: fitWrt(layers, of, wrt), batchNorm, unit, parameter, mode: map ?? 'activation' });
  }

  /** The run with these settings on the digits in use, if this browser keeps it. */
  function keptRun(settings: TrainSettings): RunEntry | undefined {
    const { runs, opened } = store.getState();
    return runs.find((run) => run.digits === opened!.digits.identity && sameSettings(run.settings, settings));
  }

  /** As it was left; where it cannot be opened, made again. */
  async function takeUp({ id }: RunEntry, link: Link) {
    const run = await api().openRun(id).catch(() => null);
    if (!run) return trainAgain(link);
    heard(run);
    await lookAt(link.moment);
  }

  async function trainAgain({ moment, settings }: Link) {
    const then = moment === null ? '' : ` Iteration ${moment} of it is shown when it is over.`;
    const notice = notify(store, 'info', `This link shows a trained run. It is being trained again with its settings; the digit, the unit and the parameter stay.${then}`);
    store.setState({ momentWished: moment });
    const before = store.getState().run!.revision;
    const leave = store.subscribe(({ run }) => {
      if (!run || run.revision <= before || !isOver(run.phase)) return;
      leave();
      dismiss(store, notice);
      // A visitor who has gone elsewhere meanwhile is left there.
      if (run.moment === null && sameSettings(run.settings, settings)) void lookAt(moment);
      else store.setState({ momentWished: null });
    });
    await running.command('train');
  }

  /** Shows a moment of the run on show; where that is not kept, says so. */
  async function lookAt(moment: number | null) {
    store.setState({ momentWished: null });
    if (moment === null) return;
    const { moments, iteration } = store.getState().run!;
    if (moments.includes(moment)) return rewinding.look(moment);
    const why = moment < 0 || moment > iteration ? `the run has iterations 0 to ${iteration}` : 'of this run it is not kept';
    notify(store, 'warning', `moment=${moment} cannot be shown: ${why}. It is shown as it is now.`);
  }

  return { followLink, fulfil };
}

function sameSettings(a: TrainSettings, b: TrainSettings): boolean {
  return (Object.keys(a) as (keyof TrainSettings)[]).every((name) => a[name] === b[name]);
}
