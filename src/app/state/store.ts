// The page's state: small, serialisable, no large arrays (those lie in frames.ts; here are their keys). Knows no React.
import { createStore } from 'zustand/vanilla';
import type {
  BackendInfo,
  BrowseItem,
  CheckResult,
  Curve,
  DigitsInfo,
  EngineError,
  InputInfo,
  JacobianPlan,
  LeftOut,
  NetworkInfo,
  Opened,
  Outcome,
  Progress,
  RunEntry,
  RunState,
  SettingProblem,
  ShownImage,
  Split,
  Task,
  TrainSettings,
  Unit,
} from '../../engine/protocol.ts';
import type { MapMode } from './mapMode.ts';
import { noHistory, type SelectionHistory } from './undo.ts';
import type { ViewName, ViewOptions } from './views.ts';

export interface Selection {
  digit: number | null;
  /** The explored layer. */
  of: string;
  /** Names of parameters, or the input; null: every trainable parameter up to the layer. */
  wrt: readonly string[] | 'input' | null;
  batchNorm: 'inference' | 'batch';
  unit: Unit | null;
  /** `conv1/kernel[2,3,0,7]`, or null. */
  parameter: string | null;
  mode: MapMode;
}

export interface DigitFilter {
  label: number | null;
  outcome: Outcome;
  /** Read as this class; null: as any. */
  predicted: number | null;
  /** `validated`: those that validations run over. */
  split: Split | 'any' | 'validated';
}

export interface Browsing {
  filter: DigitFilter;
  items: readonly BrowseItem[];
  scanned: number;
  total: number;
  end: boolean;
  busy: boolean;
  /** Key of the thumbnails' pixels in the frames, or null. */
  pixels: string | null;
}

/** What is on show, as keys into the frames. All of one exploration, so that the pictures agree. */
export interface Shown {
  exploration: string | null;
  row: string | null;
  column: string | null;
  norms: string | null;
  /** The mode that these arrays are for; the selection's may be ahead of it. */
  mode: MapMode;
}

interface Checking {
  /** Key of the row that `result` is about. */
  row: string;
  result: CheckResult | null;
  error: EngineError | null;
}

/** A Jacobian that takes long enough to be asked about before it is computed. */
export interface Asking {
  /** What it is of, as `questionKey` writes it. */
  question: string;
  plan: JacobianPlan;
}

/** An export under way, or how the last one ended. */
export interface ExportState {
  name: string;
  written: number;
  /** About how many bytes it will have. */
  total: number;
  ended: 'done' | 'stopped' | 'failed' | null;
  error: string | null;
}

/** What opens below the question, one at a time. */
export type Drawer = 'parameters' | 'plan' | 'export' | 'digits';

/** How the last hand-over of digits went, or goes. */
export interface HandedOver {
  name: string;
  reading: boolean;
  leftOut: readonly LeftOut[];
  notes: readonly string[];
  error: EngineError | null;
}

export interface Notice {
  id: number;
  tone: 'info' | 'warning' | 'error';
  text: string;
  detail?: string;
}

export interface PageState {
  status: 'starting' | 'ready' | 'crashed';
  crash: EngineError | null;
  opened: Pick<Opened, 'fields' | 'defaults' | 'digits'> | null;
  backend: BackendInfo | null;
  /** Long work in the worker, by task. */
  tasks: Partial<Record<Task, Progress>>;
  networks: readonly NetworkInfo[];
  /** Digits that can be gone back to, the shipped ones first. */
  kept: readonly DigitsInfo[];
  handedOver: HandedOver | null;
  /** An image of the visitor's own beside the digits, put there last. */
  beside: ShownImage | null;
  /** What the loaded model is shown. */
  input: InputInfo | null;
  run: RunState | null;
  curve: Curve;
  /** Key of the filters in the frames, or null. */
  filters: string | null;
  draft: TrainSettings | null;
  problems: readonly SettingProblem[];
  browsing: Browsing;
  selection: Selection;
  history: SelectionHistory;
  shown: Shown;
  /** True while the pictures wait for the worker. */
  busy: boolean;
  /** The runs that are kept, the newest first. */
  runs: readonly RunEntry[];
  /** The one that was cut off when the page, the worker or the device went, until it is taken up or left. */
  cutOff: RunEntry | null;
  /** A kept run whose curve is drawn beside that of the run on show. */
  compared: { id: string; name: string; curve: Curve } | null;
  /** True while the run's iterations are shown one after another. */
  playing: boolean;
  /** The iteration that was asked for, null being now, while its pictures are on their way. */
  momentAsked: number | null | undefined;
  /** The iteration that a link wants to show of a run that is being trained again for it. */
  momentWished: number | null;
  checking: Checking | null;
  /** What the exploration on show took, as it was planned. */
  plan: JacobianPlan | null;
  asking: Asking | null;
  exporting: ExportState | null;
  drawer: Drawer | null;
  /** Which view is open below the first loop, and how each is set. */
  view: ViewName;
  views: Partial<Record<ViewName, ViewOptions>>;
  notices: readonly Notice[];
}

export const nothingShown: Shown = { exploration: null, row: null, column: null, norms: null, mode: 'activation' };

/** Of no network yet. */
export const nothingSelected: Selection = { digit: null, of: 'relu1', wrt: null, batchNorm: 'inference', unit: null, parameter: null, mode: 'activation' };

export const initialState: PageState = {
  status: 'starting',
  crash: null,
  opened: null,
  backend: null,
  tasks: {},
  networks: [],
  kept: [],
  handedOver: null,
  beside: null,
  input: null,
  run: null,
  curve: { training: [], validation: [] },
  filters: null,
  draft: null,
  problems: [],
  browsing: {
    filter: { label: null, outcome: 'any', predicted: null, split: 'any' },
    items: [],
    scanned: 0,
    total: 0,
    end: false,
    busy: true,
    pixels: null,
  },
  selection: nothingSelected,
  history: noHistory,
  shown: nothingShown,
  busy: false,
  runs: [],
  cutOff: null,
  compared: null,
  playing: false,
  momentAsked: undefined,
  momentWished: null,
  checking: null,
  plan: null,
  asking: null,
  exporting: null,
  drawer: null,
  view: 'matrix',
  views: {},
  notices: [],
};

export function createPageStore() {
  return createStore<PageState>(() => initialState);
}

export type PageStore = ReturnType<typeof createPageStore>;

/** Merges into one branch of the state. */
export function patch<K extends 'selection' | 'browsing' | 'shown' | 'tasks'>(store: PageStore, branch: K, change: Partial<PageState[K]>) {
  store.setState((state) => ({ [branch]: { ...state[branch], ...change } }) as Partial<PageState>);
}

let notices = 0;

/** Adds a notice; one with the same text is not said twice. Returns its id. */
export function notify(store: PageStore, tone: Notice['tone'], text: string, detail?: string): number {
  const said = store.getState().notices.find((notice) => notice.text === text);
  if (said) return said.id;
  const id = ++notices;
  store.setState((state) => ({ notices: [...state.notices, { id, tone, text, detail }] }));
  return id;
}

export function dismiss(store: PageStore, id: number) {
  store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}
