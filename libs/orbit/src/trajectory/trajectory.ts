import { type Tai } from '@app/time';

/** Axes in which a trajectory gives its states. `GCRF` stands for ICRF centred on the Earth, too. */
export type TrajectoryFrame = 'TEME' | 'ITRF' | 'GCRF' | 'EME2000';

/** The instants between which a trajectory may be used, both included. */
export interface UsableSpan {
  readonly from: Tai;
  readonly to: Tai;
}

/** A spacecraft's motion, whatever gave it: SGP4 elements, or an operator's ephemeris. Holds working memory: one per thread. */
export interface Trajectory {
  /** Where `seconds` are counted from. */
  readonly epoch: Tai;
  readonly frame: TrajectoryFrame;
  /** Outside of it there is no state; undefined where nothing bounds it but what the model can do. */
  readonly usable: UsableSpan | undefined;
  /** True when positions are smooth functions of time (SGP4); an interpolated file may have bends at its records. */
  readonly smooth: boolean;
  /**
   * Position (m) and velocity (m/s) into `out[0..5]`, at elapsed SI seconds since the epoch. Gives 0, or the code of the failure
   * (`propagationReason` says what it means), and then `out` is as it was.
   */
  stateInto(seconds: number, out: Float64Array): number;
  /**
   * Many positions (m) at uniform times into `out`, `x y z` each: how many from the first on could be given. Only where that is faster
   * than one by one.
   */
  readonly positionsInto?: (fromSeconds: number, stepS: number, count: number, out: Float64Array) => number;
}
