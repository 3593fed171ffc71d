// The views and what they are scaled and written with.
export { DigitView, type DigitViewProps, type PixelWindow } from './DigitView.tsx';
export { FeatureMaps, type FeatureMapsProps, type MapUnit } from './FeatureMaps.tsx';
export { Filters, type FiltersProps } from './Filters.tsx';
export { formatExact, formatPercent, formatShort, formatTick } from './format.ts';
export { KernelFocus, type KernelFocusProps } from './KernelFocus.tsx';
export { Legend, type LegendProps } from './Legend.tsx';
export { kernelIndex, kernelPosition, type KernelShape } from './order.ts';
export { ParameterStrip, type ParameterStripProps } from './ParameterStrip.tsx';
export { Picture, ReadOut } from './Picture.tsx';
export { Probabilities, type ProbabilitiesProps } from './Probabilities.tsx';
export { divergingScale, domainOf, magnitudeDomain, sequentialScale, symmetricDomain, type ColourScale, type Domain, type ScaleKind } from './scale.ts';
export { Thumbnails, type ThumbnailItem, type ThumbnailsProps } from './Thumbnails.tsx';
export { TrainingCurve, type TrainingCurveProps } from './TrainingCurve.tsx';
export type { Curve, CurvePoint, Measure } from './curve.ts';
export { useTheme } from './useTheme.ts';
