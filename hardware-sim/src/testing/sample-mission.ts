import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { antennaSchema, elementSetMessageSchema, linkProfileSchema, type Antenna } from '@app/contracts';
import { projectRoot } from '@app/platform';

/** Elements of GF-1 near the epoch of the demonstration (as in db/seeds). */
export const elementsOfGf1 = elementSetMessageSchema.parse({
  spacecraft: 'GF-1',
  objectName: 'GF-1',
  objectId: '2013-018A',
  catalogNumber: 39150,
  epoch: '2026-04-24T06:08:10.584384Z',
  meanMotionRevPerDay: 14.76514172,
  eccentricity: 0.0018506,
  inclinationDeg: 97.9107,
  raanDeg: 187.4131,
  argumentOfPericenterDeg: 80.6556,
  meanAnomalyDeg: 279.6746,
  bstar: 0.0001177,
  meanMotionDot: 7.71e-6,
  meanMotionDdot: 0,
  revolutionAtEpoch: 70028,
  source: 'sample',
});

export const sampleLinkProfile = linkProfileSchema.parse({
  id: 'SAMPLE-TTC',
  version: 1,
  fictional: true,
  description: 'S-band TT&C of the samples',
  scid: 421,
  downlink: {
    band: 'S',
    carrierHz: 2_245_000_000,
    polarisation: 'RHCP',
    modulation: 'BPSK',
    bitRateBps: 64_000,
    requiredEsN0Db: 6,
    frame: {
      frameType: 'TM',
      frameLength: 1115,
      fecf: true,
      ocf: true,
      asm: '1acffc1d',
      randomizer: 'ccsds-255',
      reedSolomon: { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 },
    },
    virtualChannels: [
      { vcid: 0, content: 'real-time' },
      { vcid: 1, content: 'playback' },
      { vcid: 7, content: 'idle' },
    ],
  },
  uplink: null,
});

/** The same with an uplink. */
export const commandedLinkProfile = linkProfileSchema.parse({
  ...sampleLinkProfile,
  uplink: {
    band: 'S',
    carrierHz: 2_067_270_000,
    polarisation: 'RHCP',
    modulation: 'PCM/PM',
    bitRateBps: 4000,
    frame: {
      frameType: 'TC',
      maxFrameLength: 256,
      segmentHeader: true,
      fecf: true,
      randomizer: true,
      bch: 'sec',
      vcid: 3,
      mapId: 5,
      farmWindowWidth: 20,
      slidingWindowWidth: 10,
      transmissionLimit: 5,
      timeoutType: 0,
      acknowledgementDelayS: 1.5,
      carrierOnlyS: 1,
      acquisitionOctets: 32,
    },
  },
});

/** An antenna of the samples; `overrides` as in the contract. */
export function sampleAntenna(id: string, latitudeDeg: number, longitudeDeg: number, overrides: object = {}): Antenna {
  return antennaSchema.parse({
    id,
    site: `${id}-SITE`,
    name: `Antenna ${id}`,
    latitudeDeg,
    longitudeDeg,
    heightM: 100,
    bands: ['S'],
    polarisations: ['RHCP'],
    gOverTDbPerK: 17.4,
    eirpDbw: null,
    beamwidthDeg: 1.87,
    minElevationDeg: 5,
    uplinkMinElevationDeg: 10,
    slew: {
      azimuthMinDeg: 0,
      azimuthMaxDeg: 450,
      elevationMinDeg: 0,
      elevationMaxDeg: 90,
      azimuthRateDegPerS: 6,
      elevationRateDegPerS: 3,
      parkAzimuthDeg: 0,
      parkElevationDeg: 90,
    },
    capabilities: { telemetry: true, telecommand: false, payload: false },
    setUpS: 180,
    tearDownS: 60,
    ...overrides,
  });
}

/** The reference mission database. */
export function referenceDatabaseXml(): string {
  return readFileSync(join(projectRoot(), 'db/seeds/mission-database/smms-reference.xml'), 'utf8');
}
