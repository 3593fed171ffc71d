// The worker's interface: what the page may ask and what it hears back. Types only; it knows neither
// TensorFlow.js nor WebGPU. Index letters: N images, R rows (units), P columns (parameters), H W C a feature map.
export type * from './protocol/api.ts';
export type * from './protocol/compare.ts';
export type * from './protocol/digits.ts';
export type * from './protocol/error.ts';
export type * from './protocol/explain.ts';
export type * from './protocol/files.ts';
export type * from './protocol/jacobian.ts';
export type * from './protocol/manyImages.ts';
export type * from './protocol/matrix.ts';
export type * from './protocol/mistakes.ts';
export type * from './protocol/network.ts';
export type * from './protocol/overTime.ts';
export type * from './protocol/questions.ts';
export type * from './protocol/race.ts';
export type * from './protocol/structure.ts';
export type * from './protocol/training.ts';
export type * from './protocol/whatIf.ts';
export type * from './protocol/worker.ts';
