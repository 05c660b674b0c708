import { type Tai } from '@app/time';
import { type ElementSource } from '../elements/element-set.js';
import { type Station } from '../stations/station.js';

/**
 * One stretch of time in which a station sees a spacecraft above its mask: predicted, geometric. Its identity, stable when it is
 * predicted again from newer elements, is spacecraft + station + orbit number.
 */
export interface ContactWindow {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly station: string;
  /** Of the true AOS, also where the search span clips it. See `contactOrbitNumber` for the rule. */
  readonly orbitNumber: number;
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
  readonly elementEpoch: Tai;
}

/** The elements that a prediction used. */
export interface ModelElements {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly epoch: Tai;
  readonly source: Pick<ElementSource, 'format' | 'name'>;
}

/** What made a set of contact windows: without it the milliseconds mean nothing. */
export interface ContactModel {
  readonly propagator: 'SGP4 (WGS72, improved)';
  readonly earthOrientation: string;
  readonly refraction: 'none';
  readonly lightTime: 'none';
  readonly elements: readonly ModelElements[];
  /** The stations as they were used, with minimum elevation and horizon. */
  readonly stations: readonly Station[];
}

/** SGP4 failed for this spacecraft: its windows end at `at`, the first instant without a state. */
export interface PropagationStop {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly code: number;
  readonly reason: string;
  readonly at: Tai;
}

/** The answer of a search: windows by AOS (then spacecraft, station), spacecraft whose elements gave out, and the model. */
export interface ContactWindowSet {
  readonly model: ContactModel;
  readonly contactWindows: readonly ContactWindow[];
  readonly errors: readonly PropagationStop[];
}
