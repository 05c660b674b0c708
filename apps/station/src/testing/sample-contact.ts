import {
  type Antenna,
  contactIdSchema,
  elementSetFrom,
  elementSetMessageSchema,
  type FrameLink,
  type StationContact,
  stationContactSchema,
} from '@app/contracts';
import { findContactWindows } from '@app/orbit';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';

/** A made-up spacecraft in a sun-synchronous orbit of about 645 km. */
const elements = elementSetMessageSchema.parse({
  spacecraft: 'SAMPLE-1',
  objectName: 'SAMPLE-1',
  objectId: null,
  catalogNumber: null,
  epoch: '2026-04-24T00:00:00.000000Z',
  meanMotionRevPerDay: 14.76,
  eccentricity: 0.0015,
  inclinationDeg: 97.9,
  raanDeg: 190,
  argumentOfPericenterDeg: 90,
  meanAnomalyDeg: 270,
  bstar: 3e-5,
  meanMotionDot: 0,
  meanMotionDdot: 0,
  revolutionAtEpoch: 1000,
  source: 'made up for tests',
});

export const sampleAntenna = {
  id: 'MIYUN-1',
  site: 'MIYUN',
  name: 'Miyun 12 m',
  latitudeDeg: 40.45,
  longitudeDeg: 116.86,
  heightM: 100,
  bands: ['S'],
  polarisations: ['RHCP'],
  gOverTDbPerK: 20,
  eirpDbw: null,
  beamwidthDeg: 1.8,
  minElevationDeg: 5,
  uplinkMinElevationDeg: 10,
  horizonMask: [],
  slew: {
    azimuthMinDeg: -180,
    azimuthMaxDeg: 450,
    elevationMinDeg: 0,
    elevationMaxDeg: 90,
    azimuthRateDegPerS: 10,
    elevationRateDegPerS: 5,
    parkAzimuthDeg: 0,
    parkElevationDeg: 90,
  },
  capabilities: { telemetry: true, telecommand: false, payload: false },
  setUpS: 60,
  tearDownS: 30,
};

export const sampleFrameLink = {
  frameType: 'TM',
  frameLength: 1115,
  fecf: true,
  ocf: true,
  asm: '1acffc1d',
  randomizer: 'ccsds-255',
  reedSolomon: { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 },
  convolutional: null,
  differential: false,
} as const satisfies FrameLink;

/** A telecommand link of 4 kbit/s whose CLCWs report on virtual channel 5. */
export const sampleUplink = {
  band: 'S',
  carrierHz: 2_067e6,
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
    vcid: 5,
    farmWindowWidth: 10,
    slidingWindowWidth: 5,
    transmissionLimit: 3,
    timeoutType: 0,
    acknowledgementDelayS: 2,
    carrierOnlyS: 1,
    acquisitionOctets: 64,
  },
} as const;

export const SAMPLE_SCID = 0x155;
export const SAMPLE_BIT_RATE = 16_000;

/** AOS and LOS of the sample spacecraft over an antenna on the day of its elements, in their order. */
export function sampleWindows(antenna: Pick<Antenna, 'latitudeDeg' | 'longitudeDeg' | 'heightM'> = sampleAntenna) {
  const { latitudeDeg, longitudeDeg, heightM } = antenna;
  const epoch = parseUtc(elements.epoch);
  const { contactWindows } = findContactWindows({
    elementSet: elementSetFrom(elements),
    station: { latitudeDeg, longitudeDeg, heightM, id: 'A', name: 'A', minElevationDeg: 5 },
    start: epoch,
    end: plusSeconds(epoch, 86_400),
    earthOrientation: 'none',
  });
  return contactWindows;
}

interface SampleContactOptions {
  readonly antenna?: Record<string, unknown>;
  readonly frame?: FrameLink;
  readonly mode?: StationContact['contact']['mode'];
  /** Which of the day's windows. */
  readonly window?: number;
  /** Transmits from this elevation on; no uplink without it. */
  readonly transmitFromElevationDeg?: number;
  /** Ends the contact early, seconds after AOS: a test need not fly all of it. */
  readonly lastsS?: number;
}

/** A valid contact of the sample spacecraft. */
export function sampleContact(options: SampleContactOptions = {}): StationContact {
  const { transmitFromElevationDeg } = options;
  const antenna = { ...sampleAntenna, ...options.antenna };
  const window = sampleWindows(antenna)[options.window ?? 0];
  if (window === undefined) throw new Error('the sample spacecraft has no such window');
  const utc = (instant: Tai): string => formatUtc(instant);
  const los = options.lastsS === undefined ? window.los : plusSeconds(window.aos, options.lastsS);
  const id = contactIdSchema.parse(`SAMPLE-1_${antenna.id}_${window.orbitNumber}`);
  return stationContactSchema.parse({
    contact: {
      id,
      mode: options.mode ?? 'simulation',
      state: 'booked',
      spacecraft: 'SAMPLE-1',
      site: antenna.site,
      antenna: antenna.id,
      request: 'R-1',
      agreement: 'AG-1',
      uplink: false,
      services: ['telemetry'],
      start: utc(plusSeconds(window.aos, -antenna.setUpS)),
      end: utc(plusSeconds(los, antenna.tearDownS)),
      window: {
        id,
        spacecraft: 'SAMPLE-1',
        site: antenna.site,
        antenna: antenna.id,
        orbitNumber: window.orbitNumber,
        aos: utc(window.aos),
        tca: utc(window.tca < los ? window.tca : los),
        los: utc(los),
        maxElevationDeg: window.maxElevationDeg,
        aosAzimuthDeg: window.aosAzimuthDeg,
        tcaAzimuthDeg: window.tcaAzimuthDeg,
        losAzimuthDeg: window.losAzimuthDeg,
        tcaRangeKm: window.tcaRangeM / 1000,
        aosOpen: false,
        losOpen: false,
        model: {
          propagator: 'SGP4',
          elementSetEpoch: elements.epoch,
          elementSetSource: elements.source,
          elementAgeDays: 0.5,
          earthOrientation: 'none',
          minElevationDeg: 5,
          horizonMask: false,
        },
      },
      reason: { rule: 'served', winner: null, explanation: 'a sample' },
    },
    antenna,
    elementSet: elements,
    linkProfile: {
      id: 'LP-SAMPLE',
      version: 3,
      fictional: true,
      description: 'made up for tests',
      scid: SAMPLE_SCID,
      downlink: {
        band: 'S',
        carrierHz: 2_245e6,
        polarisation: 'RHCP',
        modulation: 'BPSK',
        bitRateBps: SAMPLE_BIT_RATE,
        requiredEsN0Db: 6,
        frame: options.frame ?? sampleFrameLink,
        virtualChannels: [{ vcid: 0, content: 'real-time' }],
      },
      uplink: transmitFromElevationDeg === undefined ? null : sampleUplink,
    },
    permissions: {
      receive: true,
      transmit: transmitFromElevationDeg !== undefined,
      transmitFromElevationDeg: transmitFromElevationDeg ?? 10,
      agreement: 'AG-1',
    },
  });
}
