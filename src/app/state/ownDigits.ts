// The visitor's own digits: taking them into use, going back to others, and one image to look at beside them.
import type { DigitsInfo, DigitsSource, ImageSource } from '../../engine/protocol.ts';
import { toEngineError } from '../engine/errors.ts';
import { pixelsOf } from '../files/readFiles.ts';
import type { Link } from '../url/link.ts';
import { report, type Context } from './context.ts';
import type { NetworkActions } from './networks.ts';
import type { RunningActions } from './running.ts';
import { dismiss, notify, patch, type HandedOver } from './store.ts';
import type { Viewing } from './viewing.ts';

export interface OwnDigitsActions {
  /** What is in use stays until the new digits are whole. How it went is in `handedOver`. */
  takeDigits(source: DigitsSource): Promise<void>;
  stopReading(): Promise<void>;
  /** Classifies and differentiates one image, without training on it. */
  showImage(source: ImageSource): Promise<void>;
  /** The same file once more, light to dark and back. */
  turnImage(): Promise<void>;
  /** Other digits are in use. */
  heard(digits: DigitsInfo, kept: readonly DigitsInfo[]): void;
  /** The view that a link asks of digits which have yet to be handed over. */
  wish(link: Link, identity: string): void;
}

interface Others {
  running: RunningActions;
  viewing: Viewing;
  networks: NetworkActions;
  /** Shows what a link asks for. */
  fulfil(link: Link): Promise<void>;
}

/** Code of a reading that was stopped, or gave way to a later one. */
const aborted = 'aborted';

export function createOwnDigits({ store, api }: Context, { running, viewing, networks, fulfil }: Others): OwnDigitsActions {
  let lastFile: Extract<ImageSource, { kind: 'file' }> | null = null;
  let wished: { link: Link; identity: string; notice: number } | null = null;
  let serial = 0;

  async function take(source: DigitsSource): Promise<HandedOver> {
    const name = source.kind === 'files' ? source.name : '';
    const { digits, kept, settings, leftOut, notes } = await api().useDigits(source, store.getState().draft!);
    const wish = wished?.identity === digits.identity ? wished : null;
    store.setState({ kept });
    await running.setSettings(wish ? wish.link.settings : settings);
    if (wish) {
      dismiss(store, wish.notice);
      wished = null;
      await fulfil(wish.link);
      await viewing.refresh();
    }
    return { name, reading: false, leftOut, notes, error: null };
  }

  async function takeDigits(source: DigitsSource) {
    const mine = ++serial;
    const handedOver: HandedOver = { name: source.kind === 'files' ? source.name : '', reading: true, leftOut: [], notes: [], error: null };
    store.setState({ handedOver: source.kind === 'files' ? handedOver : null });
    try {
      const taken = await take(source);
      if (mine === serial) store.setState({ handedOver: source.kind === 'files' ? taken : null });
    } catch (thrown) {
      if (mine !== serial) return;
      const error = toEngineError(thrown);
      if (source.kind === 'files') store.setState({ handedOver: error.code === aborted ? null : { ...handedOver, reading: false, error } });
      else report(store, error);
    }
  }

  async function show(source: ImageSource) {
    if (store.getState().run?.network === 'loaded') {
      const pixels = source.kind === 'file' ? await pixelsOf(source.name, source.file) : { ...source, kind: 'pixels' as const };
      return networks.setInput(pixels, store.getState().input?.scale ?? '0-1');
    }
    const beside = await api().showImage(source);
    lastFile = source.kind === 'file' ? source : null;
    store.setState({ beside });
    await viewing.select({ digit: beside.index });
  }

  const showImage = (source: ImageSource) => show(source).catch((error: unknown) => void report(store, error));

  return {
    takeDigits,
    stopReading: () => api().cancel('digits'),
    showImage,
    async turnImage() {
      const { beside } = store.getState();
      if (beside && lastFile) await showImage({ ...lastFile, invert: !beside.inverted });
    },
    heard(digits, kept) {
      const { opened } = store.getState();
      store.setState({ opened: { ...opened!, digits }, kept, beside: null });
      patch(store, 'browsing', { filter: { label: null, outcome: 'any', predicted: null, split: 'any' }, items: [], pixels: null, scanned: 0, total: 0, end: false, busy: true });
      patch(store, 'selection', { digit: null });
    },
    wish(link, identity) {
      const text = `This link shows digits of the visitor’s own (set ${identity}), which a link cannot hold. Hand the same ones over, and its view is shown.`;
      wished = { link, identity, notice: notify(store, 'info', text) };
    },
  };
}
