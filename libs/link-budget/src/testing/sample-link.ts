import { type DirectedLink } from '../budget/link-budget-input.js';

const degrees = Math.PI / 180;

/** An X band downlink to a 7.3 m antenna in a wet tropical place; plausible, not a real one. */
export const xBandDownlink: DirectedLink = {
  direction: 'downlink',
  frequencyHz: 8.2e9,
  eirpDbW: 14,
  gOverTDbPerK: 31,
  transmitPointingLossDb: 0.2,
  receivePointingLossDb: 0.5,
  polarisationLossDb: 0.3,
  implementationLossDb: 1.5,
  signal: {
    modulation: { kind: 'qpsk' },
    symbolRateHz: 50e6,
    coding: { kind: 'concatenated', dataSymbols: 223, interleaving: 5 },
    framing: { syncMarkerBits: 32, overheadBits: 96 },
  },
  criterion: { kind: 'bit-error-rate', rate: 1e-6 },
  receivingSystem: { clearSkySystemTemperatureK: 150, feedLossDb: 0.3 },
  atmosphere: {
    site: { latitudeRad: 24.944 * degrees, heightM: 40 },
    climate: {
      r001MmPerH: 60,
      h0Km: 4.6,
      waterVapourDensityGPerM3: 20,
      temperatureK: 300,
      pressureHPa: 1005,
      nWet: 110,
      cloudLiquidKgPerM2: 1.2,
    },
    availabilityPercent: 99.9,
    antenna: { diameterM: 7.3, efficiency: 0.6 },
  },
};
