// The views below the first loop: name, words, and the code that is loaded when it is opened.
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { ViewName } from '../state/views.ts';

export interface ViewEntry {
  name: ViewName;
  label: string;
  /** The question that it answers, as a visitor would ask it. */
  asks: string;
  View: LazyExoticComponent<ComponentType>;
}

export const views: readonly ViewEntry[] = [
  { name: 'matrix', label: 'Whole matrix', asks: 'What does all of it look like at once?', View: lazy(() => import('./matrix/MatrixView.tsx')) },
  { name: 'mistakes', label: 'Mistakes', asks: 'Which digits does the network read wrongly, and as what?', View: lazy(() => import('./mistakes/MistakesView.tsx')) },
  { name: 'time', label: 'Over training', asks: 'How did this unit’s row come to be, from the first iteration to the last?', View: lazy(() => import('./time/TimeView.tsx')) },
];
