import { type Tai } from '@app/time';

/** The text forms that element sets are read from. */
export type ElementFormat = 'tle' | 'omm-json' | 'omm-xml' | 'omm-kvn' | 'omm-csv';

/** Where an element set was read: `name` is the caller's (a file, an address), `text` the set as it stood there. */
export interface ElementSource {
  readonly format: ElementFormat;
  readonly name: string;
  readonly text: string;
}

/**
 * Mean elements for SGP4 (frame TEME, WGS72 constants), as an OMM or a TLE carries them. Angles are in degrees because that is
 * what the sets are published in: a conversion to radians and back would not give the same digits.
 */
export interface ElementSet {
  readonly objectName: string;
  /** International designator, `2013-018A`. */
  readonly objectId: string | undefined;
  /** 1 to 999 999 999; a planned spacecraft has none. */
  readonly catalogNumber: number | undefined;
  readonly epoch: Tai;
  /** Kozai mean motion, above 0, as published. */
  readonly meanMotionRevPerDay: number;
  /** 0 <= e < 1. */
  readonly eccentricity: number;
  /** 0 to 180. */
  readonly inclinationDeg: number;
  readonly raanDeg: number;
  readonly argumentOfPericenterDeg: number;
  readonly meanAnomalyDeg: number;
  /** Drag term in inverse Earth radii; zero and negative values occur. */
  readonly bstar: number;
  /** Half the first derivative of the mean motion, rev/day^2, as TLE and OMM for SGP4 print it. SGP4 does not use it. */
  readonly meanMotionDot: number;
  /** A sixth of the second derivative, rev/day^3. SGP4 does not use it. */
  readonly meanMotionDdot: number;
  /** Revolution that begins at the ascending node at or before the epoch; 0 where the source gives none. */
  readonly revolutionAtEpoch: number;
  readonly elementSetNumber: number;
  /** `U`, `C` or `S`. */
  readonly classification: string;
  readonly source: ElementSource;
}

/** What a file of element sets gave: the good sets, and one error for each set that was refused. */
export interface ParsedElements<Failure> {
  readonly elementSets: readonly ElementSet[];
  readonly errors: readonly Failure[];
}
