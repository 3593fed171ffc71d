// The views, and the little that those who use them need to hand them numbers. The rest of the room is its own affair.
export { CellGrid } from './CellGrid.tsx';
export { DigitView } from './DigitView.tsx';
export { FeatureMaps, type MapUnit } from './FeatureMaps.tsx';
export { Filters } from './Filters.tsx';
export { KernelFocus } from './KernelFocus.tsx';
export { Legend } from './Legend.tsx';
export { kernelIndex, type KernelShape } from './order.ts';
export { ParameterStrip } from './ParameterStrip.tsx';
export { Probabilities } from './Probabilities.tsx';
export { domainOf, symmetricDomain } from './scale.ts';
export { Thumbnails } from './Thumbnails.tsx';
export { PictureToolsProvider, type PictureTable, type PictureToolsProps, type TableCell } from './tools.tsx';
export { TrainingCurve } from './TrainingCurve.tsx';
export { UnitBars } from './UnitBars.tsx';
export type { Measure } from './curve.ts';
