import { omm } from '../../contacts/testing/motion-texts.js';
import { type MemoryFiles } from '../../testing/memory-io.js';

// A made spacecraft over a made station. Expected numbers of the specs come from Debian's python3-sgp4 (WGS72, 'i') with a script of its own:
// GMST 1982 with UT1 = UTC, no polar motion, light time in inertial axes, and the Sun of python3-erfa.

export const sampleOmm = omm;
const planned = {
  ...sampleOmm,
  OBJECT_NAME: 'PLANNED-1',
  OBJECT_ID: undefined,
  NORAD_CAT_ID: undefined,
  RA_OF_ASC_NODE: 90,
};
const stale = { ...sampleOmm, OBJECT_NAME: 'OLD', NORAD_CAT_ID: 3, EPOCH: '2026-03-01T00:00:00' };
const decaying = { ...sampleOmm, MEAN_MOTION: 16.3, BSTAR: 0.003 };

const station = { id: 'KSI', name: 'Kashi', latitudeDeg: 39.5, longitudeDeg: 75.9, heightM: 1290 };
const north = { id: 'MYN', latitudeDeg: 40.4513, longitudeDeg: 116.86, heightM: 100 };

export const sampleLimits = {
  azimuthMinDeg: 0,
  azimuthMaxDeg: 450,
  elevationMinDeg: 0,
  elevationMaxDeg: 90,
  azimuthRateDegPerS: 6,
  elevationRateDegPerS: 3,
  parkAzimuthDeg: 0,
  parkElevationDeg: 90,
};

/** Files of the specs by name. */
export const sampleFiles: MemoryFiles = {
  'one.json': [sampleOmm],
  'two.json': [sampleOmm, planned],
  'old.json': [stale],
  'decaying.json': [decaying],
  'stations.json': [{ ...station, uplinkMinElevationDeg: 10 }],
  'two-stations.json': [station, north],
  'hidden.json': [{ ...station, minElevationDeg: 89.9 }],
  'masked.json': [
    {
      ...station,
      horizonMask: [
        [0, 20],
        [180, 8],
      ],
    },
  ],
  'limits.json': sampleLimits,
};

/** A day with four contacts over `stations.json`; the first rises at 05:19:27.811. */
export const sampleSpan = {
  elements: ['one.json'],
  stations: 'stations.json',
  start: '2026-04-25T00:00:00Z',
  end: '2026-04-26T00:00:00Z',
  eop: 'none',
};
