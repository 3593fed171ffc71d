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
  { name: 'explain', label: 'Explain a number', asks: 'Where does this one number of the matrix come from?', View: lazy(() => import('./explain/ExplainView.tsx')) },
  { name: 'what-if', label: 'What if', asks: 'What if a parameter were a little different: does J say what happens?', View: lazy(() => import('./what-if/WhatIfView.tsx')) },
  { name: 'time', label: 'Over training', asks: 'How did this unit’s row come to be, from the first iteration to the last?', View: lazy(() => import('./time/TimeView.tsx')) },
  { name: 'compare', label: 'Compare', asks: 'How does this row differ from another unit’s, image’s, moment’s or run’s?', View: lazy(() => import('./compare/CompareView.tsx')) },
  { name: 'structure', label: 'Structure', asks: 'How many directions does it really have, and which rows say the same?', View: lazy(() => import('./structure/StructureView.tsx')) },
  { name: 'images', label: 'Many images', asks: 'Is what one image shows true of others?', View: lazy(() => import('./images/ImagesView.tsx')) },
  { name: 'race', label: 'Race', asks: 'How long do the three ways to this matrix take on your own device?', View: lazy(() => import('./race/RaceView.tsx')) },
  { name: 'mistakes', label: 'Mistakes', asks: 'Which digits does the network read wrongly, and as what?', View: lazy(() => import('./mistakes/MistakesView.tsx')) },
];
