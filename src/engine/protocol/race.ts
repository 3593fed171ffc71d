// A race of the three ways to one Jacobian, on the device in use. Types only.

export type RaceMethod = 'loop' | 'batched' | 'structured';

/** One lane; they are asked one after another, so that none slows another down. */
export interface RaceRequest {
  explorationId: number;
  method: RaceMethod;
  /** The number of the race, so that a second one is run and not remembered. */
  race: number;
}

export interface RaceLane extends RaceRequest {
  engine: 'webgpu' | 'cpu';
  rows: number;
  /** Rows that were computed and timed; fewer than `rows` where all would take long. */
  timedRows: number;
  /** Milliseconds of each timed run of these rows, forward pass included, after one run that was not timed. */
  runs: readonly number[];
  /** Median for all rows; extrapolated from `timedRows`. */
  milliseconds: number;
  compileMilliseconds: number;
  /** Of all rows: pull-backs through the network, bytes of the result, multiply-adds. */
  passes: number;
  bytes: number;
  multiplyAdds: number;
  agreement: RaceAgreement;
}

/** How far this lane's numbers are from those of the Jacobian on show. */
export interface RaceAgreement {
  /** Rows compared, evenly among those that were timed. */
  rows: number;
  /** Largest |difference|, divided by the row's largest magnitude (absolute where the row is zero), and where it is. */
  worst: number;
  row: number;
  column: number;
  here: number;
  shown: number;
}
