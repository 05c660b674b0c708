import { type Tai } from '@app/time';
import { type Station } from '../stations/station.js';
import { type ModelSource } from './contact-subject.js';

/** A stretch of time. */
export interface TaiInterval {
  readonly from: Tai;
  readonly to: Tai;
}

/** Other elevations that matter to a window, found on demand. */
export interface ContactCrossings {
  /** When the spacecraft rises above 0 degrees before or in the window, and sets after it; undefined where the search ends first. */
  readonly horizonAos: Tai | undefined;
  readonly horizonLos: Tai | undefined;
  /** The parts of the window in which the station may transmit; empty where it has no such elevation or it is not reached. */
  readonly uplink: readonly TaiInterval[];
}

/**
 * One stretch of time in which a station sees a spacecraft above its mask: predicted, geometric. Its identity, stable when it is
 * predicted again from newer elements, is spacecraft + station + orbit number + part.
 */
export interface ContactWindow {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly station: string;
  /** Of the true AOS, also where the search span clips it. See `contactOrbitNumber` for the rule. */
  readonly orbitNumber: number;
  /** 1, and 2 and more for the later parts of an orbit's window that a ridge in the horizon or an eccentric orbit cuts. */
  readonly part: number;
  readonly aos: Tai;
  /** Time of the highest elevation between AOS and LOS, found from positions. */
  readonly tca: Tai;
  readonly los: Tai;
  /** True when the spacecraft was up already at the start of the search (then `aos` is that start). */
  readonly aosOpen: boolean;
  /** True when it still was up at the end of the search, or where the elements end (then `los` is that instant). */
  readonly losOpen: boolean;
  readonly maxElevationDeg: number;
  readonly aosAzimuthDeg: number;
  readonly tcaAzimuthDeg: number;
  readonly losAzimuthDeg: number;
  readonly aosRangeM: number;
  readonly tcaRangeM: number;
  readonly losRangeM: number;
  /** Epoch of the elements, or the time when the ephemeris was made. */
  readonly elementEpoch: Tai;
  /** What gave the motion at TCA. */
  readonly source: ModelSource;
  readonly crossings?: ContactCrossings;
}

/** The elements or the ephemeris that a prediction used; `from` and `to` where it was only a part of the span. */
export interface ModelElements {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly epoch: Tai;
  readonly source: ModelSource;
  readonly from?: Tai;
  readonly to?: Tai;
}

/** What made a set of contact windows: without it the milliseconds mean nothing. */
export interface ContactModel {
  /** SGP4, the interpolation of an ephemeris, or both. */
  readonly propagator: string;
  readonly earthOrientation: string;
  /** `none`, or the formula and the air: elevations are apparent ones then, also those of the masks. */
  readonly refraction: string;
  readonly lightTime: 'none';
  readonly elements: readonly ModelElements[];
  /** The stations as they were used, with minimum elevation and horizon. */
  readonly stations: readonly Station[];
}

/** The motion of this spacecraft gave out: its windows end at `at`, the first instant without a state. */
export interface PropagationStop {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly code: number;
  readonly reason: string;
  readonly at: Tai;
}

/** The answer of a search: windows by AOS (then spacecraft, station), spacecraft whose motion gave out, what is doubtful, and the model. */
export interface ContactWindowSet {
  readonly model: ContactModel;
  readonly contactWindows: readonly ContactWindow[];
  readonly errors: readonly PropagationStop[];
  readonly warnings: readonly string[];
}
