import { formatUtc } from '@app/time';
import { type ElementSet } from './element-set.js';

/** One element set with OMM keywords, as CelesTrak prints it in JSON; `NORAD_CAT_ID` and `OBJECT_ID` are absent where there is none. */
export interface OmmJson {
  readonly OBJECT_NAME: string;
  readonly OBJECT_ID?: string;
  readonly NORAD_CAT_ID?: number;
  readonly EPOCH: string;
  readonly MEAN_MOTION: number;
  readonly ECCENTRICITY: number;
  readonly INCLINATION: number;
  readonly RA_OF_ASC_NODE: number;
  readonly ARG_OF_PERICENTER: number;
  readonly MEAN_ANOMALY: number;
  readonly EPHEMERIS_TYPE: 0;
  readonly CLASSIFICATION_TYPE: string;
  readonly ELEMENT_SET_NO: number;
  readonly REV_AT_EPOCH: number;
  readonly BSTAR: number;
  readonly MEAN_MOTION_DOT: number;
  readonly MEAN_MOTION_DDOT: number;
}

/** The OMM of an element set, epoch to the microsecond: reading it back gives the same elements. */
export function toOmmJson(elements: ElementSet): OmmJson {
  return {
    OBJECT_NAME: elements.objectName,
    ...(elements.objectId === undefined ? {} : { OBJECT_ID: elements.objectId }),
    ...(elements.catalogNumber === undefined ? {} : { NORAD_CAT_ID: elements.catalogNumber }),
    EPOCH: formatUtc(elements.epoch, 6).replace('Z', ''),
    MEAN_MOTION: elements.meanMotionRevPerDay,
    ECCENTRICITY: elements.eccentricity,
    INCLINATION: elements.inclinationDeg,
    RA_OF_ASC_NODE: elements.raanDeg,
    ARG_OF_PERICENTER: elements.argumentOfPericenterDeg,
    MEAN_ANOMALY: elements.meanAnomalyDeg,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: elements.classification,
    ELEMENT_SET_NO: elements.elementSetNumber,
    REV_AT_EPOCH: elements.revolutionAtEpoch,
    BSTAR: elements.bstar,
    MEAN_MOTION_DOT: elements.meanMotionDot,
    MEAN_MOTION_DDOT: elements.meanMotionDdot,
  };
}
