import {
  type ContactWindow,
  type ContactWindowSet,
  type Station,
  createPropagator,
  findManyContactWindows,
  lookAnglesAt,
  parseElements,
} from '@app/orbit';
import { type Tai, parseUtc, plusSeconds } from '@app/time';
import { type SkyPoint } from '../sky-plot/sky-plot.js';

export const start = parseUtc('2026-04-25T00:00:00Z');
export const end = parseUtc('2026-04-26T00:00:00Z');

const omm = {
  OBJECT_NAME: 'TEST-1',
  NORAD_CAT_ID: 799_500_001,
  EPOCH: '2026-04-24T06:00:00.123456',
  MEAN_MOTION: 14.76,
  ECCENTRICITY: 0.001,
  INCLINATION: 97.9,
  RA_OF_ASC_NODE: 187.4,
  ARG_OF_PERICENTER: 80,
  MEAN_ANOMALY: 280.1,
  BSTAR: 0.0001,
  REV_AT_EPOCH: 70_000,
};
const planned = { ...omm, OBJECT_NAME: 'PLANNED-1', NORAD_CAT_ID: undefined, MEAN_ANOMALY: 275 };
const { elementSets } = parseElements(JSON.stringify([omm, planned]), 'catalogue.json');

export const kashi: Station = {
  ...{ id: 'KSI-1', name: 'Kashi', latitudeDeg: 39.504, longitudeDeg: 75.929, heightM: 1290, minElevationDeg: 5 },
  horizonMask: [
    [0, 3],
    [90, 12],
    [90, 2],
    [270, 8],
  ],
};
const pole: Station = {
  ...{ id: 'SP-1', name: 'South Pole', latitudeDeg: -90, longitudeDeg: 0, heightM: 2800, minElevationDeg: 5 },
};

/** A day of two spacecraft, one a minute behind the other, over a station with a mask and over the South Pole. */
export const sample: ContactWindowSet = findManyContactWindows({
  spacecraft: elementSets.map((elementSet) => ({ spacecraft: elementSet.objectName, elementSet })),
  stations: [kashi, pole],
  start,
  end,
  earthOrientation: 'none',
});

export const firstOf = (spacecraft: string, station = 'KSI-1'): ContactWindow => {
  const found = sample.contactWindows.find((each) => each.spacecraft === spacecraft && each.station === station);
  if (found === undefined) throw new Error(`no contact of ${spacecraft}`);
  return found;
};

/** Directions along a window of TEST-1 over Kashi, every 20 seconds, its ends included. */
export function skyPointsOf({ aos, los }: ContactWindow): SkyPoint[] {
  const propagator = createPropagator(elementSets[0]!);
  const at = (utc: Tai): SkyPoint => {
    const look = lookAnglesAt(propagator, kashi, utc);
    if (!look.ok) throw new Error(look.reason);
    return { utc, azimuthDeg: look.azimuthDeg, elevationDeg: look.elevationDeg };
  };
  const times: Tai[] = [];
  for (let utc = aos; utc < los; utc = plusSeconds(utc, 20)) times.push(utc);
  return [...times, los].map(at);
}
